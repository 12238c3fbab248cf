import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { splitAnnexB } from './annex-b.ts'
import { type ChildCameras, spawnVirtualCameras } from './child.ts'
import { loadClip } from './clip.ts'
import { readFrameMark } from './frame-mark.ts'
import { isSlice } from './nal.ts'
import { TestClient } from './test-client.ts'

const open: ChildCameras[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function start(
  ...cameras: Parameters<typeof spawnVirtualCameras>[0]['cameras']
): Promise<ChildCameras> {
  const child = await spawnVirtualCameras({ cameras })
  open.push(child)
  return child
}

/** What Debian's ffmpeg receives and writes as a byte stream. */
async function ffmpegCopy(
  url: string,
  frames: number,
): Promise<{ readonly stream: Buffer; readonly warnings: string }> {
  const input = ['-loglevel', 'warning', '-rtsp_transport', 'tcp', '-i', url]
  const ffmpeg = spawn(
    'ffmpeg',
    [...input, '-frames:v', String(frames), '-c', 'copy', '-f', 'h264', 'pipe:1'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const pieces: Buffer[] = []
  let warnings = ''
  ffmpeg.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  ffmpeg.stderr.on('data', (piece: Buffer) => (warnings += piece.toString()))
  const [code] = (await once(ffmpeg, 'close')) as [number | null]
  expect([code, warnings]).toEqual([0, ''])
  return { stream: Buffer.concat(pieces), warnings }
}

it.each([['digest-md5'], ['basic']] as const)(
  'is read by ffmpeg with %s: every frame, unchanged',
  async (scheme) => {
    const auth = { username: 'camera', password: 'kagi', schemes: [scheme] }
    const child = await start({ path: 'genkan', clip: 'outer-wall', speed: 60, auth })
    const url = child.urls['genkan']!.replace('rtsp://', 'rtsp://camera:kagi@')
    const { stream } = await ffmpegCopy(url, 300)
    const nals = splitAnnexB(stream)
    const slices = nals.filter(isSlice)
    expect(slices).toHaveLength(300)
    const clip = loadClip('outer-wall').frames
    const from = clip.findIndex((unit) => Buffer.from(slices[0]!).equals(unit.slices[0]!))
    for (const [i, slice] of slices.entries())
      expect(Buffer.from(slice).equals(clip[(from + i) % clip.length]!.slices[0]!)).toBe(true)

    const marks = nals.map((nal) => readFrameMark([nal])).filter((mark) => mark !== undefined)
    const sent = (await child.camera('genkan').sent(marks[0]!.counter)).slice(0, 300)
    expect(sent.map(({ counter, wall }) => ({ counter, wall }))).toEqual(marks)
    for (const row of sent) expect(stream.includes(row.probe)).toBe(true)
  },
)

it('serves two cameras from one process, takes commands and ends cleanly', async () => {
  const child = await start(
    { path: 'genkan', clip: 'entrance', speed: 20 },
    { path: 'hijouguchi', clip: 'emergency-exit', speed: 20 },
  )
  const clients = await Promise.all(Object.values(child.urls).map((url) => TestClient.connect(url)))
  for (const client of clients) await client.play()
  for (const client of clients) expect(await client.frames(5)).toHaveLength(5)
  expect(await child.camera('genkan').viewers()).toBe(1)
  await child.camera('genkan').command({ do: 'half-frame' })
  await clients[0]!.closed()
  expect((await child.camera('genkan').notSent())[0]).toMatchObject({ cause: 'half-frame' })
  expect(await clients[1]!.frames(5)).toHaveLength(5)
  await expect(child.camera('tsuyoumon').viewers()).rejects.toThrow('no camera tsuyoumon')
  await expect(child.camera('genkan').command({ do: 'drop', frames: -1 })).rejects.toThrow('frames')
  expect(await child.close()).toBe(0)
  await expect(child.camera('genkan').viewers()).rejects.toThrow()
  for (const client of clients) client.close()
})

it('says what is wrong with its configuration', async () => {
  const main = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '{"cameras":[]}'])
  let said = ''
  main.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  expect(await once(main, 'close')).toEqual([1, null])
  expect(said).toBe('virtual cameras: cameras is empty\n')
})
