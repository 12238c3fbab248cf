import { connect, type Socket } from 'node:net'
import { RecorderFault } from '../fault.ts'
import type { Timers } from '../timers.ts'

/** What a connection tells its owner; nothing after `closed`. */
export interface WireHandlers {
  connected(): void
  /** the first `length` bytes of `bytes`, which belong to the receiver and are only valid during the call */
  received(bytes: Buffer, length: number): void
  closed(fault: RecorderFault): void
}

/** One TCP connection to a camera. */
export interface Wire {
  send(text: string): void
  /** media flows from now on: reads are gathered while they are small */
  streams(): void
  /** sends what is to be sent, closes, and lets go after `milliseconds` at the latest; the owner hears nothing more */
  release(milliseconds: number): void
  /** closes at once; the owner hears nothing more */
  destroy(): void
}

const READ_BUFFER = 64 * 1024
/** Reads that are looked at to decide whether packets arrive singly, and the mean size below which they are gathered, bytes. */
const SAMPLE_READS = 64
const SMALL_READ = 4 * 1024

/** Opens connections. */
export interface Connector {
  connect(host: string, port: number, handlers: WireHandlers): Wire
}

/**
 * Connections of one thread. All sockets read into one buffer: libuv reads and calls back in one go, so it is free again when the callback
 * returns. A read costs the same whatever its size, so a socket whose reads are small is read once in `gather` milliseconds.
 */
export class Receiver implements Connector {
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BUFFER)
  readonly #timers: Timers
  readonly #gather: number
  readonly #resting = new Set<Socket>()
  #stopTimer: (() => void) | undefined
  #reads = 0

  constructor(timers: Timers, gather: number) {
    this.#timers = timers
    this.#gather = gather
  }

  /** Reads so far, of all connections. */
  get reads(): number {
    return this.#reads
  }

  connect(host: string, port: number, handlers: WireHandlers): Wire {
    let muted = false
    let streaming = false
    let gathering = false
    let sampledReads = 0
    let sampledBytes = 0

    const received = (length: number, bytes: Uint8Array): boolean => {
      this.#reads++
      if (!muted) handlers.received(this.#buffer, length)
      if (!streaming || muted) return true
      if (!gathering) {
        sampledReads++
        sampledBytes += length
        if (sampledReads < SAMPLE_READS) return true
        gathering = sampledBytes / sampledReads < SMALL_READ
        sampledReads = 0
        sampledBytes = 0
      }
      // a full buffer means that more is waiting
      if (!gathering || length === bytes.length) return true
      this.#rest(socket)
      return false
    }
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      onread: { buffer: this.#buffer, callback: received },
    })
    const closed = (fault: RecorderFault): void => {
      this.#resting.delete(socket)
      if (muted) return
      muted = true
      handlers.closed(fault)
    }
    let connected = false
    socket.on('connect', () => {
      connected = true
      if (!muted) handlers.connected()
    })
    socket.on('error', (error) => {
      const code = connected ? 'connection-lost' : 'connect-failed'
      closed(new RecorderFault(code, error.message, {}, { cause: error }))
    })
    socket.on('end', () => {
      closed(new RecorderFault('connection-lost', 'the camera closed the connection'))
      socket.destroy()
    })
    socket.on('close', () => closed(new RecorderFault('connection-lost', 'connection closed')))
    const destroy = (): void => {
      muted = true
      this.#resting.delete(socket)
      socket.destroy()
    }
    return {
      send: (text) => {
        if (socket.writable) socket.write(text, 'latin1')
      },
      streams: () => {
        streaming = true
      },
      release: (milliseconds) => {
        muted = true
        this.#resting.delete(socket)
        socket.resume()
        socket.end()
        const cancel = this.#timers.after(milliseconds, () => socket.destroy())
        socket.on('close', cancel)
      },
      destroy,
    }
  }

  /** Stops the timer; connections are closed by their owners. */
  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }

  #rest(socket: Socket): void {
    this.#resting.add(socket)
    this.#stopTimer ??= this.#timers.every(this.#gather, () => this.#wake())
  }

  #wake(): void {
    if (this.#resting.size === 0) {
      this.stop()
      return
    }
    const sockets = [...this.#resting]
    this.#resting.clear()
    for (const socket of sockets) socket.resume()
  }
}
