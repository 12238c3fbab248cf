import { afterEach, expect, it, vi } from 'vitest'
import type { CameraConfig } from './camera.ts'
import { loadClip } from './clip.ts'
import { isSlice, nalType } from './nal.ts'
import { startVirtualCameras, type VirtualCameras } from './server.ts'
import { type ReceivedFrame, TestClient, type TestReply } from './test-client.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

async function start(camera: Partial<CameraConfig> = {}): Promise<VirtualCameras & { readonly url: string }> {
  const cameras = await startVirtualCameras({
    cameras: [{ path: 'cam', clip: 'entrance', speed: 20, ...camera }],
  })
  open.push(cameras)
  return { ...cameras, url: cameras.urls['cam']! }
}

async function connect(url: string): Promise<TestClient> {
  const client = await TestClient.connect(url)
  open.push(client)
  return client
}

const counters = (frames: readonly ReceivedFrame[]) => frames.map(({ mark }) => mark!.counter)
const countedFrom = (first: number, length: number) => Array.from({ length }, (_, i) => first + i)
const unmarked = (frame: ReceivedFrame) =>
  frame.nals.filter((nal) => nalType(nal) !== 6).map((nal) => Buffer.from(nal))
const session = (reply: TestReply) => `Session: ${reply.headers.get('session')![0]!.split(';')[0]}`
const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=2-3'

it('plays the clip from a key frame on, marked and unchanged', async () => {
  const { url, camera } = await start({ speed: 100 })
  const client = await connect(url)
  const reply = await client.play()
  expect(reply.status).toBe(200)
  const frames = await client.frames(650)

  const clip = loadClip('entrance').frames
  const [first] = frames as [ReceivedFrame]
  expect(first.nals.map(nalType)).toEqual([7, 8, 6, 5])
  const from = clip.findIndex((unit) => Buffer.compare(unit.slices[0]!, unmarked(first)[2]!) === 0)
  for (const [i, frame] of frames.entries()) {
    const unit = clip[(from + i) % clip.length]!
    expect(unmarked(frame)).toEqual([...unit.before, ...unit.slices].map((nal) => Buffer.from(nal)))
    expect(isSlice(frame.nals.at(-1)!)).toBe(true)
    expect(nalType(frame.nals.at(-2)!)).toBe(6)
    expect(frame.timestamp).toBe((first.timestamp + i * 9000) >>> 0)
  }
  expect(counters(frames)).toEqual(countedFrom(first.mark!.counter, 650))
  const info = /seq=(\d+);rtptime=(\d+)/.exec(reply.headers.get('rtp-info')![0]!)!
  expect([Number(info[1]), Number(info[2])]).toEqual([first.sequence, first.timestamp])

  const sent = camera('cam').sent(first.mark!.counter).slice(0, 650)
  expect(sent.map(({ counter, wall }) => ({ counter, wall }))).toEqual(frames.map(({ mark }) => mark))
  for (const [i, row] of sent.entries()) {
    const { nals } = frames[i]!
    expect(row.bytes).toBe(nals.reduce((sum, nal) => sum + nal.length, 0))
    expect(row.probe).toHaveLength(32)
    expect(Buffer.from(nals.at(-1)!).includes(row.probe)).toBe(true)
    expect(row.keyFrame).toBe(nalType(nals.at(-1)!) === 5)
  }
  expect(camera('cam').notSent()).toEqual([])
})

it('reports where RTP time and wall time meet', async () => {
  const { url } = await start()
  const client = await connect(url)
  await client.play()
  const frames = await client.frames(120)
  expect(client.reports.length).toBeGreaterThanOrEqual(2)
  for (const report of client.reports) {
    const at = frames.find(({ timestamp }) => timestamp === report.readUInt32BE(16))!
    const wall = (report.readUInt32BE(8) - 2_208_988_800) * 1000 + (report.readUInt32BE(12) / 2 ** 32) * 1000
    expect(Math.abs(wall - at.mark!.wall)).toBeLessThan(0.01)
  }
})

it('shows the second of the wall clock', async () => {
  const { url } = await start({ speed: 1, join: 'at-once' })
  const client = await connect(url)
  await client.play()
  const clip = loadClip('entrance').frames
  for (const frame of await client.frames(4)) {
    const unit = clip[Math.round((frame.mark!.wall % 60_000) / 100)]!
    expect(unmarked(frame).at(-1)).toEqual(Buffer.from(unit.slices[0]!))
  }
})

it('describes itself', async () => {
  const { url } = await start()
  const client = await connect(url)
  const { headers, body } = await client.request('DESCRIBE')
  const { sps, pps } = loadClip('entrance')
  expect(headers.get('content-type')).toEqual(['application/sdp'])
  expect(headers.get('content-base')).toEqual([`${url}/`])
  expect(body).toContain('a=rtpmap:96 H264/90000\r\n')
  expect(body).toContain(
    `sprop-parameter-sets=${Buffer.from(sps).toString('base64')},${Buffer.from(pps).toString('base64')}\r\n`,
  )
  expect(body).toContain('packetization-mode=1')
  expect(body).toContain('a=control:track1\r\n')
})

it('answers what it does not do with the status of RFC 2326', async () => {
  const { url } = await start()
  const client = await connect(url)
  const status = async (...request: Parameters<TestClient['request']>) =>
    (await client.request(...request)).status
  expect(await status('OPTIONS', '*')).toBe(200)
  expect(await status('DESCRIBE', `${url}x`)).toBe(404)
  expect(await status('SETUP', url, [transport])).toBe(404)
  expect(await status('SETUP', `${url}/track1`, ['Transport: RTP/AVP;unicast;client_port=5000-5001'])).toBe(
    461,
  )
  expect(await status('SETUP', `${url}/track1`, ['Transport: RTP/AVP/TCP;interleaved=300-301'])).toBe(461)
  expect(await status('PLAY', url, ['Session: 1'])).toBe(454)
  expect(await status('RECORD')).toBe(501)
  const setup = await client.request('SETUP', `${url}/track1`, [transport])
  expect(setup.headers.get('transport')![0]).toMatch(
    /^RTP\/AVP\/TCP;unicast;interleaved=2-3;ssrc=[0-9A-F]{8}$/,
  )
  expect(await status('PLAY', url)).toBe(454)
  expect(await status('PLAY', url, [session(setup)])).toBe(200)
  expect(await status('SETUP', `${url}/track1`, [transport])).toBe(455)
  expect(await status('GET_PARAMETER', url, [session(setup)])).toBe(200)
  expect(await status('GET_PARAMETER', url, ['Session: 1'])).toBe(454)
  expect(await status('TEARDOWN', url, [session(setup)])).toBe(200)
  expect(await status('PLAY', url, [session(setup)])).toBe(454)
})

it('answers rubbish with 400 and ends the connection', async () => {
  const { url } = await start()
  const client = await connect(url)
  client.socket.write('what is this\r\n\r\n')
  await client.closed()
  expect(Buffer.concat(client.raw).toString()).toBe('RTSP/1.0 400 Bad Request\r\n\r\n')
})

it('pauses and goes on at a key frame', async () => {
  const { url, camera } = await start()
  const client = await connect(url)
  const played = await client.play()
  const before = await client.frames(5)
  await client.request('PAUSE', url, [session(played)])
  expect(camera('cam').viewers()).toBe(0)
  await client.request('PLAY', url, [session(played)])
  let frame = (await client.frames(1))[0]!
  while (!frame.nals.some((nal) => nalType(nal) === 5)) frame = (await client.frames(1))[0]!
  expect(frame.mark!.counter).toBeGreaterThan(counters(before).at(-1)!)
})

const auth = { username: 'camera', password: 'kagi' }
it.each([
  ['MD5', auth],
  ['SHA-256', { ...auth, schemes: ['digest-sha-256'] as const }],
  ['MD5 without qop', { ...auth, qop: false }],
])('lets in by Digest with %s', async (_, auth) => {
  const { url } = await start({ auth })
  const client = await connect(url)
  expect((await client.play({ username: 'camera', password: 'wrong' })).status).toBe(401)
  expect((await client.play(auth)).status).toBe(200)
  expect(await client.frames(2)).toHaveLength(2)
})

it('lets in by Basic', async () => {
  const { url } = await start({ auth: { ...auth, schemes: ['basic'] } })
  const client = await connect(url)
  expect((await client.request('DESCRIBE')).headers.get('www-authenticate')).toEqual([
    'Basic realm="virtual camera"',
  ])
  const right = `Authorization: Basic ${Buffer.from('camera:kagi').toString('base64')}`
  expect((await client.request('DESCRIBE', url, [right])).status).toBe(200)
})

it('lets a nonce expire', async () => {
  const { url, camera } = await start({ auth })
  const client = await connect(url)
  const challenged = await client.request('DESCRIBE')
  camera('cam').command({ do: 'expire-nonce' })
  const stale = await client.request('DESCRIBE', url, [client.digest(challenged, 'DESCRIBE', url, auth)])
  expect(stale.headers.get('www-authenticate')![0]).toContain('stale=true')
  expect((await client.request('DESCRIBE', url, [client.digest(stale, 'DESCRIBE', url, auth)])).status).toBe(
    200,
  )
})

it('sends two clients the same frames, and goes on counting for one that comes back', async () => {
  const { url } = await start()
  const [one, two] = [await connect(url), await connect(url)]
  await one.play()
  await two.play()
  const twos = await two.frames(25)
  const from = (await one.frames(1))[0]!.mark!.counter
  const ones = await one.frames(counters(twos).at(-1)! - from)
  expect(ones.slice(-24).map(unmarked)).toEqual(twos.slice(1).map(unmarked))
  expect(counters(ones).slice(-24)).toEqual(counters(twos).slice(1))
  one.close()
  const again = await connect(url)
  await again.play()
  expect(counters(await again.frames(1))[0]).toBeGreaterThan(counters(ones).at(-1)!)
})

it('cuts off a client that asks for nothing within the session timeout', async () => {
  const { url } = await start({ sessionTimeoutSeconds: 1 })
  const client = await connect(url)
  const reply = await client.play()
  expect(reply.headers.get('session')![0]).toMatch(/;timeout=1$/)
  await client.closed()
})

it('cuts off a client that does not read', async () => {
  const { url, camera } = await start({ padTo: 100e6 })
  const client = await connect(url)
  await client.play()
  client.socket.pause()
  await vi.waitFor(() => expect(camera('cam').viewers()).toBe(0), { timeout: 15_000, interval: 20 })
  expect(
    camera('cam')
      .notSent()
      .some(({ cause }) => cause === 'disconnected'),
  ).toBe(true)
})

it('fills the stream up to its bitrate with SEI', async () => {
  const { url } = await start({ padTo: 4e6 })
  const client = await connect(url)
  await client.play()
  const frames = await client.frames(60)
  const bytes = frames.flatMap(({ nals }) => nals).reduce((sum, nal) => sum + nal.length, 0)
  expect(bytes / 60 / (4e6 / 8 / 10)).toBeCloseTo(1, 1)
  expect(frames[0]!.nals.map(nalType)).toEqual([7, 8, 6, 6, 5])
  expect(counters(frames)).toEqual(countedFrom(counters(frames)[0]!, 60))
})

it('refuses a port that is taken, and to name a camera that it has not', async () => {
  const { port, camera } = await start()
  await expect(startVirtualCameras({ port, cameras: [] })).rejects.toThrow('EADDRINUSE')
  expect(() => camera('other')).toThrow(TypeError)
})
