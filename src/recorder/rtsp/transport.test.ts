import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { RecorderFault } from '../fault.ts'
import { ManualTime } from '../test-support/manual-time.ts'
import { Receiver, type Wire } from './transport.ts'

const servers: Server[] = []

/** A server on a free port; the sockets it accepts, in order. */
async function listening(): Promise<{ port: number; accepted: () => Promise<Socket> }> {
  const server = createServer()
  servers.push(server)
  const waiting: Socket[] = []
  const wanted: ((socket: Socket) => void)[] = []
  server.on('connection', (socket) => {
    socket.on('error', () => socket.destroy())
    const next = wanted.shift()
    if (next) next(socket)
    else waiting.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    accepted: () =>
      new Promise((resolve) => {
        const socket = waiting.shift()
        if (socket) resolve(socket)
        else wanted.push(resolve)
      }),
  }
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close()
    await once(server, 'close')
  }
})

type Seen = {
  wire: Wire
  bytes: Buffer[]
  total: () => number
  closed: Promise<RecorderFault>
  reached: (bytes: number) => Promise<void>
}

async function connected(receiver: Receiver, port: number): Promise<Seen> {
  const bytes: Buffer[] = []
  let total = 0
  let check = (): void => {}
  let close: (fault: RecorderFault) => void = () => {}
  const closed = new Promise<RecorderFault>((resolve) => {
    close = resolve
  })
  let wire: Wire | undefined
  await new Promise<void>((resolve) => {
    wire = receiver.connect('127.0.0.1', port, {
      connected: resolve,
      received: (buffer, length) => {
        bytes.push(Buffer.from(buffer.subarray(0, length)))
        total += length
        check()
      },
      closed: close,
    })
  })
  if (!wire) throw new Error('no wire')
  const reached = (wanted: number): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (total >= wanted) resolve()
      }
      check()
    })
  return { wire, bytes, total: () => total, closed, reached }
}

test('two connections read into one buffer, and neither sees bytes of the other', async () => {
  const { port, accepted } = await listening()
  const receiver = new Receiver(new ManualTime(), 40)
  const a = await connected(receiver, port)
  const toA = await accepted()
  const b = await connected(receiver, port)
  const toB = await accepted()
  for (let i = 0; i < 200; i++) {
    toA.write(Buffer.alloc(30_000, 0xaa))
    toB.write(Buffer.alloc(30_000, 0xbb))
  }
  await Promise.all([a.reached(6_000_000), b.reached(6_000_000)])
  expect(Buffer.concat(a.bytes).every((byte) => byte === 0xaa)).toBe(true)
  expect(Buffer.concat(b.bytes).every((byte) => byte === 0xbb)).toBe(true)
  a.wire.destroy()
  b.wire.destroy()
  receiver.stop()
})

test('small reads are gathered: between two looks at the clock nothing is read, then all at once', async () => {
  const { port, accepted } = await listening()
  const time = new ManualTime()
  const receiver = new Receiver(time, 40)
  const { wire, reached, total } = await connected(receiver, port)
  const camera = await accepted()
  wire.streams()
  let sent = 0
  while (time.timers === 0) {
    camera.write(Buffer.alloc(1000))
    sent += 1000
    await reached(sent)
  }
  const reads = receiver.reads
  for (let i = 0; i < 20; i++)
    await new Promise<void>((resolve) => camera.write(Buffer.alloc(1000), () => resolve()))
  expect(receiver.reads).toBe(reads)
  expect(total()).toBe(sent)
  // the socket reads on only when the timer runs; each turn of the loop lets the kernel hand over what it has
  while (total() < sent + 20_000) {
    time.advance(40)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  expect(receiver.reads - reads).toBeLessThan(10)
  wire.destroy()
  time.advance(80)
  expect(time.timers).toBe(0)
})

test('large reads are never held back', async () => {
  const { port, accepted } = await listening()
  const time = new ManualTime()
  const receiver = new Receiver(time, 40)
  const { wire, reached } = await connected(receiver, port)
  const camera = await accepted()
  wire.streams()
  for (let i = 1; i <= 200; i++) {
    camera.write(Buffer.alloc(40_000))
    await reached(i * 40_000)
  }
  expect(time.timers).toBe(0)
  wire.destroy()
})

test('the camera hangs up, resets, or is not there', async () => {
  const { port, accepted } = await listening()
  const receiver = new Receiver(new ManualTime(), 40)
  const ended = await connected(receiver, port)
  ;(await accepted()).end()
  expect(await ended.closed).toMatchObject({ code: 'connection-lost' })
  const reset = await connected(receiver, port)
  ;(await accepted()).resetAndDestroy()
  expect(await reset.closed).toMatchObject({ code: 'connection-lost' })
  const [server] = servers.splice(0)
  server?.close()
  if (server) await once(server, 'close')
  const refused = await new Promise<RecorderFault>((resolve) => {
    receiver.connect('127.0.0.1', port, { connected: () => {}, received: () => {}, closed: resolve })
  })
  expect(refused).toMatchObject({ code: 'connect-failed' })
})

test('a released wire sends what it has, hears nothing more, and lets go in time', async () => {
  const { port, accepted } = await listening()
  const time = new ManualTime()
  const receiver = new Receiver(time, 40)
  const { wire, total } = await connected(receiver, port)
  const camera = await accepted()
  wire.send('TEARDOWN')
  wire.release(1000)
  const [heard] = (await once(camera, 'data')) as [Buffer]
  expect(heard.toString()).toBe('TEARDOWN')
  const closed = new Promise((resolve) => camera.on('close', resolve))
  camera.write('late')
  time.advance(1000)
  await closed
  expect(total()).toBe(0)
  expect(time.timers).toBe(0)
})
