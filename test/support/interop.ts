import { randomUUID } from 'node:crypto'
import { unzipSync } from 'fflate'
import type { CameraId } from '../../src/domain/ids.ts'
import { toHex } from '../../src/domain/ids.ts'
import { FootageWriter } from '../../src/evidence/footage-writer.ts'
import { ZipWriter } from '../../src/evidence/zip-writer.ts'
import { accessUnits, splitAnnexB } from '../../tools/virtual-camera/annex-b.ts'
import { type GStreamerCamera, startGStreamerCamera } from './gstreamer-camera.ts'
import { framesOf, nalsOf, type StreamUnits, streamUnits } from './h264-streams.ts'
import type { KeptFragment } from './kept-keys.ts'
import { copyStream, countPackets, decode } from './media-tools.ts'
import { playInChromium, type SealedLeaf } from './play-in-chromium.ts'
import type { Playback } from './player-page.ts'
import { RecorderHarness } from './recorder-harness.ts'

export type Interop = {
  readonly frames: { readonly sent: number; readonly ours: number; readonly ffmpeg: number }
  readonly ours: StreamUnits
  readonly ffmpeg: StreamUnits
  /** frames that ffmpeg decodes of what we hand out */
  readonly decoded: number
  readonly warnings: { readonly source: readonly string[]; readonly ours: readonly string[] }
  readonly chromium: { readonly ours: Playback; readonly source: Playback }
  /** every fault of the recorder, in words */
  readonly faults: readonly string[]
  readonly leaves: number
}

const login = { username: 'kamera', password: 'himitsu 9' }

/**
 * Records a clip from GStreamer's RTSP server (Digest, TCP, real time) while `ffmpeg -c copy` receives it beside us, then looks at both: what
 * arrived, what ffmpeg says of the files we hand out, what Chromium plays of the sealed leaves.
 * @param clip MP4, MPEG-TS or Matroska with H.264
 */
export async function interop(clip: string): Promise<Interop> {
  const sent = await countPackets(clip)
  const camera = await startGStreamerCamera(clip, login)
  try {
    return await compare(clip, camera, sent)
  } finally {
    await camera.close()
  }
}

async function compare(clip: string, camera: GStreamerCamera, sent: number): Promise<Interop> {
  const id = randomUUID() as CameraId
  const harness = await RecorderHarness.start({
    cameras: [{ camera: id, url: camera.url, label: 'GStreamer', ...login }],
    // the clip is sent once; a second connection would begin it anew
    limits: { backoffFirst: 600_000, backoffMost: 600_000 },
    slots: 64,
  })
  try {
    const url = camera.url.replace(
      'rtsp://',
      `rtsp://${login.username}:${encodeURIComponent(login.password)}@`,
    )
    const copied = copyStream('-rtsp_transport', 'tcp', '-i', url)
    const recorded = harness.until(() => harness.frames(id) >= sent || harness.faults.length > 0)
    const [stream] = await Promise.all([copied, recorded])
    await harness.stop()
    return await look(clip, harness, id, { sent, stream })
  } finally {
    await harness.dispose()
  }
}

async function look(
  clip: string,
  harness: RecorderHarness,
  camera: CameraId,
  { sent, stream }: { readonly sent: number; readonly stream: Buffer },
): Promise<Interop> {
  const faults = harness.faults.map(({ message }) => message)
  const nals = splitAnnexB(stream)
  const fragments = await harness.footage(camera)
  const source = await decode(clip)
  const files = await Promise.all((await handedOut(fragments)).map((file) => decode(file)))
  const leaves: SealedLeaf[] = []
  for (const leaf of await harness.leaves(camera)) {
    const { key, commitment } = await harness.keys.leafKey(leaf)
    leaves.push({
      leaf: {
        camera,
        epoch: leaf.epoch,
        leaf: leaf.leaf,
        from: leaf.first,
        to: leaf.last,
        key: toHex(key),
        commitment: toHex(commitment),
      },
      sealed: await harness.sealed(leaf),
    })
  }
  return {
    frames: { sent, ours: framesOf(fragments).length, ffmpeg: accessUnits(nals).length },
    ours: streamUnits(nalsOf(fragments)),
    ffmpeg: streamUnits(nals),
    decoded: files.reduce((sum, { frames }) => sum + frames, 0),
    warnings: { source: source.warnings, ours: files.flatMap(({ warnings }) => warnings) },
    chromium: await playInChromium(leaves, clip),
    faults,
    leaves: leaves.length,
  }
}

/** The MP4 files as an export writes them. */
async function handedOut(fragments: readonly KeptFragment[]): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = []
  const zip = new ZipWriter(
    { write: async (bytes) => void pieces.push(Uint8Array.from(bytes)) },
    { date: 0x21, time: 0 },
  )
  const writer = new FootageWriter(zip, 'camera', 1, 1 << 30)
  for (const fragment of fragments) await writer.add(fragment)
  await writer.finish()
  await zip.end()
  return Object.values(unzipSync(Buffer.concat(pieces)))
}
