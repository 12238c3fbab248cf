import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessUnits, splitAnnexB } from '../../tools/virtual-camera/annex-b.ts'
import { nalType, nalTypes } from '../../tools/virtual-camera/nal.ts'
import { TestClient } from '../../tools/virtual-camera/test-client.ts'
import { type GStreamerCamera, startGStreamerCamera } from '../support/gstreamer-camera.ts'
import { type InteropClip, makeInteropClip } from '../support/make-interop-clip.ts'

let folder: string
let clip: InteropClip
let camera: GStreamerCamera
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gstreamer-camera-'))
  clip = await makeInteropClip(folder, { before: 4, after: 2, group: 2 })
  camera = await startGStreamerCamera(clip.file, { username: 'camera', password: 'kagi' })
})
afterAll(async () => {
  expect(await camera.close()).toBe(0)
  await rm(folder, { recursive: true })
})

/** `ffmpeg -c copy` as a byte stream */
async function copy(...input: readonly string[]): Promise<Buffer> {
  const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', ...input, '-c', 'copy', '-f', 'h264', 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pieces: Buffer[] = []
  ffmpeg.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  expect(await once(ffmpeg, 'close')).toEqual([0, null])
  return Buffer.concat(pieces)
}

/** NAL units but delimiters and parameter sets, in hexadecimal */
function pictures(stream: Uint8Array): readonly string[] {
  const aside: readonly number[] = [nalTypes.sps, nalTypes.pps, nalTypes.delimiter]
  const nals = splitAnnexB(stream).filter((nal) => !aside.includes(nalType(nal)))
  return nals.map((nal) => Buffer.from(nal).toString('hex'))
}

it('makes a clip whose parameter sets change on the way', async () => {
  const units = accessUnits(splitAnnexB(await copy('-i', clip.file)))
  expect(units).toHaveLength(clip.frames)
  const keys = units.flatMap((unit, i) => (unit.keyFrame ? [i] : []))
  expect(keys).toEqual([0, 20, 40])
  const sets = keys.map((i) => units[i]!.before.find((nal) => nalType(nal) === nalTypes.sps)!)
  expect(Buffer.compare(sets[0]!, sets[1]!)).toBe(0)
  expect(Buffer.compare(sets[1]!, sets[2]!)).not.toBe(0)
})

it('asks for Digest and refuses a wrong password', async () => {
  const client = await TestClient.connect(camera.url)
  const challenged = await client.request('DESCRIBE')
  expect(challenged.status).toBe(401)
  expect(challenged.headers.get('www-authenticate')![0]).toMatch(/^Digest /)
  const wrong = client.digest(challenged, 'DESCRIBE', camera.url, { username: 'camera', password: 'kasa' })
  expect((await client.request('DESCRIBE', camera.url, [wrong])).status).toBe(401)
  client.close()
})

it('sends two clients beside each other the whole clip', async () => {
  const url = camera.url.replace('rtsp://', 'rtsp://camera:kagi@')
  const received = await Promise.all([1, 2].map(() => copy('-rtsp_transport', 'tcp', '-i', url)))
  const source = pictures(await copy('-i', clip.file))
  for (const stream of received) expect(pictures(stream)).toEqual(source)
})
