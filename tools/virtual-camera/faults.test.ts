import { afterEach, expect, it, vi } from 'vitest'
import { loadClip } from './clip.ts'
import { nalType } from './nal.ts'
import { type CameraHandle, startVirtualCameras } from './server.ts'
import { TestClient } from './test-client.ts'

/** for a machine that is busy */
const patience = { timeout: 15_000 }

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

async function start(): Promise<{ readonly url: string; readonly camera: CameraHandle }> {
  const cameras = await startVirtualCameras({ cameras: [{ path: 'cam', clip: 'entrance', speed: 20 }] })
  open.push(cameras)
  return { url: cameras.urls['cam']!, camera: cameras.camera('cam') }
}

async function connect(url: string): Promise<TestClient> {
  const client = await TestClient.connect(url)
  open.push(client)
  return client
}

async function countersToTheEnd(client: TestClient): Promise<readonly number[]> {
  return (await client.frames(Number.POSITIVE_INFINITY)).map(({ mark }) => mark!.counter)
}

it('stalls and resumes at a key frame; requests are answered meanwhile', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  await client.frames(3)
  camera.command({ do: 'stall' })
  await vi.waitFor(() => expect(camera.notSent().length).toBeGreaterThan(0), patience)
  expect((await client.request('GET_PARAMETER')).status).toBe(200)
  camera.command({ do: 'resume' })
  const stalled = camera.notSent()
  expect(stalled.every(({ cause }) => cause === 'stalled')).toBe(true)
  let frame = (await client.frames(1))[0]!
  while (frame.mark!.counter < stalled[0]!.counter) frame = (await client.frames(1))[0]!
  expect(nalType(frame.nals.at(-1)!)).toBe(5)
})

it.each([
  [false, true],
  [true, false],
])('drops frames (gapless: %s), and says which', async (gapless, sequenceGap) => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  const rtp = async () => {
    let packet = await client.packet()
    while (packet!.channel !== 0) packet = await client.packet()
    return packet!.bytes
  }
  let last = (await rtp()).readUInt16BE(2)
  camera.command({ do: 'drop', frames: 3, gapless })
  await vi.waitFor(() => expect(camera.notSent()).toHaveLength(3), patience)
  const dropped = camera.notSent().map(({ counter }) => counter)
  expect(camera.notSent().map(({ cause }) => cause)).toEqual(['dropped', 'dropped', 'dropped'])
  let gaps = 0
  // 40 frames of one packet or more are enough to pass the drop
  for (let marked = 0; marked < 40; ) {
    const bytes = await rtp()
    if (bytes.readUInt16BE(2) !== ((last + 1) & 0xffff)) gaps++
    last = bytes.readUInt16BE(2)
    marked += bytes[1]! >> 7
  }
  expect(gaps > 0).toBe(sequenceGap)
  const sent = camera.sent().map(({ counter }) => counter)
  expect(sent.some((counter) => counter > dropped[2]!)).toBe(true)
  for (const counter of dropped) expect(sent).not.toContain(counter)
})

it('disconnects, and lets in again', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  await client.frames(2)
  camera.command({ do: 'disconnect' })
  await client.closed()
  const again = await connect(url)
  await again.play()
  expect(await again.frames(2)).toHaveLength(2)
})

it.each([401, 404, 503] as const)('refuses with %i until told to accept', async (status) => {
  const { url, camera } = await start()
  camera.command({ do: 'refuse', status, at: 'DESCRIBE' })
  const client = await connect(url)
  expect((await client.request('OPTIONS')).status).toBe(200)
  expect((await client.request('DESCRIBE')).status).toBe(status)
  camera.command({ do: 'refuse', status })
  expect((await client.request('OPTIONS')).status).toBe(status)
  camera.command({ do: 'accept' })
  expect((await client.play()).status).toBe(200)
})

it('leaves a request unanswered', async () => {
  const { url, camera } = await start()
  camera.command({ do: 'ignore', at: 'OPTIONS' })
  const client = await connect(url)
  client.socket.write(`OPTIONS ${url} RTSP/1.0\r\nCSeq: 90\r\n\r\n`)
  const reply = await client.request('DESCRIBE')
  expect(reply.headers.get('cseq')).toEqual(['1'])
})

it('begins a header that never ends', async () => {
  const { url, camera } = await start()
  camera.command({ do: 'endless-header', at: 'DESCRIBE' })
  const client = await connect(url)
  const answered = client.request('DESCRIBE').catch((error: Error) => error.message)
  const come = () => client.raw.reduce((sum, piece) => sum + piece.length, 0)
  await vi.waitFor(() => expect(come()).toBeGreaterThan(200_000), patience)
  expect(Buffer.concat(client.raw).includes('\r\n\r\n')).toBe(false)
  camera.command({ do: 'accept' })
  expect(await answered).toBe('the connection ended before the reply')
})

it('writes rubbish between frames', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  await client.frames(1)
  const before = Buffer.concat(client.raw).length
  camera.command({ do: 'rubbish', bytes: 5000 })
  const read = client.closed().catch(() => 'unreadable')
  await vi.waitFor(() => expect(Buffer.concat(client.raw).length).toBeGreaterThan(before + 5000), patience)
  camera.command({ do: 'disconnect' })
  await read
  // the longest run without the byte that begins a packet is the rubbish
  const runs = Buffer.concat(client.raw)
    .toString('latin1')
    .split('$')
    .map((run) => run.length)
  expect(Math.max(...runs)).toBeGreaterThanOrEqual(5000)
})

it('sends half a frame and goes', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  await client.frames(1)
  camera.command({ do: 'half-frame' })
  const received = await countersToTheEnd(client)
  const [half] = camera.notSent()
  expect(half!.cause).toBe('half-frame')
  expect(received.every((counter) => counter < half!.counter)).toBe(true)
  expect(camera.sent().at(-1)!.counter).toBe(half!.counter - 1)
})

it('gives a wrong length', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  await client.frames(1)
  camera.command({ do: 'wrong-length', by: -20 })
  await vi.waitFor(() => expect(camera.notSent()).toHaveLength(1), patience)
  const [wrong] = camera.notSent()
  expect(wrong!.cause).toBe('wrong-length')
  await vi.waitFor(() => expect(camera.sent().at(-1)!.counter).toBeGreaterThan(wrong!.counter + 3), patience)
  camera.command({ do: 'disconnect' })
  // what is left of the packet is neither packet nor reply: a client that does not search cannot read on
  const received = await countersToTheEnd(client)
  expect(received.every((counter) => counter < wrong!.counter)).toBe(true)
})

it('pretends another codec', async () => {
  const { url, camera } = await start()
  camera.command({ do: 'codec', name: 'H266' })
  const client = await connect(url)
  expect((await client.request('DESCRIBE')).body).toContain('a=rtpmap:96 H266/90000\r\n')
})

it('changes the parameter sets in band at a key frame', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  await client.play()
  const sets = [loadClip('entrance').sps, loadClip('entrance-small').sps].map((sps) => Buffer.from(sps))
  expect(Buffer.from((await client.frames(1))[0]!.nals[0]!)).toEqual(sets[0])
  camera.command({ do: 'clip', clip: 'entrance-small' })
  const frames = await client.frames(45)
  const changes = frames
    .filter(({ nals }) => nalType(nals[0]!) === 7)
    .map(({ nals }) => Buffer.from(nals[0]!))
  expect(changes).toContainEqual(sets[1])
  expect(nalType(frames.find(({ nals }) => sets[1]!.equals(nals[0]!))!.nals.at(-1)!)).toBe(5)
  const counters = frames.map(({ mark }) => mark!.counter)
  expect(counters).toEqual(counters.map((_, i) => counters[0]! + i))
})
