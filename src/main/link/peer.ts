import type { Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'

/**
 * Two processes of one installation calling each other over a local socket. A message is a 4-byte length and a structured clone; byte arrays
 * travel as bytes, so secrets are never strings. Both ends are the same version of the same program.
 */
/** Typed by the caller's table of calls (recorder-link.ts): both ends are the same program, so parameters are what the table says. */
export type Handlers = { readonly [method: string]: (params: never) => Promise<unknown> }

type Message =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly t: 'done'; readonly id: number; readonly value: unknown }
  | {
      readonly t: 'failed'
      readonly id: number
      readonly name: string
      readonly code: string
      readonly message: string
    }

export const linkFaultCodes = [
  'link-closed',
  'link-message-too-long',
  'link-no-such-method',
  'link-remote-fault',
] as const
export type LinkFaultCode = (typeof linkFaultCodes)[number]

export class LinkFault extends Error {
  readonly code: LinkFaultCode
  /** the fault's own code in the other process, with `link-remote-fault` */
  readonly remoteCode: string
  constructor(code: LinkFaultCode, message: string, remoteCode = '') {
    super(message)
    this.name = 'LinkFault'
    this.code = code
    this.remoteCode = remoteCode
  }
}

const longestMessage = 256 * 1024 * 1024

export class Peer {
  readonly #socket: Socket
  readonly #handlers: Handlers
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly closed: Promise<void>
  #next = 1
  #parts: Buffer[] = []
  #held = 0
  #open = true

  constructor(socket: Socket, handlers: Handlers) {
    this.#socket = socket
    this.#handlers = handlers
    socket.on('data', (data) => this.#take(data as Buffer))
    socket.on('error', (error) => this.#end(error.message))
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#end('the other process closed the connection')
        resolve()
      })
    })
  }

  /** @throws LinkFault `link-closed` when the other process is gone, `link-remote-fault` when it failed */
  call(method: string, params: unknown = null): Promise<unknown> {
    if (!this.#open) return Promise.reject(new LinkFault('link-closed', `no connection for ${method}`))
    const id = this.#next++
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    this.#send({ t: 'call', id, method, params })
    return answer.promise
  }

  close(): void {
    this.#socket.destroy()
    this.#end('closed')
  }

  #send(message: Message): void {
    if (!this.#open) return
    const body = serialize(message)
    const whole = Buffer.alloc(4 + body.length)
    whole.writeUInt32BE(body.length)
    whole.set(body, 4)
    body.fill(0)
    this.#socket.write(whole, () => whole.fill(0))
  }

  #take(data: Buffer): void {
    this.#parts.push(data)
    this.#held += data.length
    while (this.#held >= 4) {
      const whole = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts)
      if (this.#parts.length > 1) for (const part of this.#parts) part.fill(0)
      this.#parts = [whole]
      const length = whole.readUInt32BE(0)
      if (length > longestMessage) {
        this.#end(`a message of ${length} bytes`)
        this.#socket.destroy()
        return
      }
      if (whole.length < 4 + length) return
      // byte arrays of the message are views of this copy, so the receiver's wiping reaches the only one left
      const message = messageIn(whole.subarray(4, 4 + length))
      if (message === null) {
        this.#end(`${length} bytes that are no message`)
        this.#socket.destroy()
        return
      }
      whole.subarray(0, 4 + length).fill(0)
      const rest = whole.subarray(4 + length)
      this.#parts = rest.length > 0 ? [rest] : []
      this.#held = rest.length
      this.#handle(message)
    }
  }

  #handle(message: Message): void {
    switch (message.t) {
      case 'call':
        this.#answer(message.id, message.method, message.params).catch((error: unknown) =>
          this.#end(String(error)),
        )
        return
      case 'done':
        this.#settle(message.id)?.resolve(message.value)
        return
      case 'failed':
        this.#settle(message.id)?.reject(new LinkFault('link-remote-fault', message.message, message.code))
    }
  }

  #settle(id: number): PromiseWithResolvers<unknown> | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    const handler = this.#handlers[method]
    try {
      if (handler === undefined) throw new LinkFault('link-no-such-method', method)
      this.#send({ t: 'done', id, value: await handler(params as never) })
    } catch (error) {
      const fault = error instanceof Error ? error : new Error(String(error))
      const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : ''
      this.#send({ t: 'failed', id, name: fault.name, code, message: fault.message })
    }
  }

  #end(why: string): void {
    if (!this.#open) return
    this.#open = false
    for (const [, waiting] of this.#waiting) waiting.reject(new LinkFault('link-closed', why))
    this.#waiting.clear()
  }
}

/** null for bytes that are not from a program like this one: its end of the line is cut, and nothing else of this process ends. */
function messageIn(bytes: Uint8Array): Message | null {
  try {
    return deserialize(Uint8Array.from(bytes)) as Message
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}
