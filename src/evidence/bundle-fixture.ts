/** Clips, fragments and bundles for tests. Clips are made by ffmpeg on the spot. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CameraId, ClauseRef, EpochId, Instant, InstructionId, PersonId, RoleId } from '../domain/ids.ts'
import { testLedger, testSigner } from '../ledger/ledger-fixture.ts'
import { boxesBetween } from './boxes.ts'
import type { BundleFragment } from './footage-writer.ts'
import type { BundleSource, ByteReader } from './ports.ts'
import { type BundleInput, type BundlePlan, writeBundle } from './write-bundle.ts'
import type { BundleSink } from './zip-writer.ts'

export const timescale = 90_000
const frameTicks = 3600

/** A clip of one-second fragments at 25 frames a second, each beginning with a key frame. */
export type Clip = {
  readonly init: Uint8Array
  /** `moof mdat` each */
  readonly fragments: readonly Uint8Array[]
  /** the whole file as ffmpeg wrote it */
  readonly file: Uint8Array
}

export function makeClip(
  seconds: number,
  size: string,
  movflags = 'frag_keyframe+empty_moov+default_base_moof',
): Clip {
  const folder = mkdtempSync(join(tmpdir(), 'clip-'))
  try {
    const path = join(folder, 'clip.mp4')
    const input = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=${seconds}`]
    const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '0', '-pix_fmt', 'yuv420p']
    const format = ['-video_track_timescale', `${timescale}`, '-movflags', movflags, path]
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...coding, ...format])
    const file = new Uint8Array(readFileSync(path))
    const boxes = boxesBetween(file, 0, file.length)
    const moofs = boxes.filter(({ type }) => type === 'moof')
    const mdats = boxes.filter(({ type }) => type === 'mdat')
    return {
      init: file.slice(0, boxes.find(({ type }) => type === 'moov')?.end),
      fragments: moofs.map(({ start }, i) => file.slice(start, mdats[i]?.end)),
      file,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What ffmpeg decodes: an MD5 of every picture, and everything that it had to say. */
export function decode(file: Uint8Array): { pictures: readonly string[]; complaints: string } {
  const folder = mkdtempSync(join(tmpdir(), 'decode-'))
  try {
    const path = join(folder, 'file.mp4')
    writeFileSync(path, file)
    const log = join(folder, 'log')
    const out = execFileSync(
      'sh',
      [
        '-c',
        'ffmpeg -v warning -nostdin -i "$1" -fps_mode passthrough -f framemd5 - 2>"$2"',
        'sh',
        path,
        log,
      ],
      { encoding: 'utf8' },
    )
    const pictures = out.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return {
      pictures: pictures.map((line) => line.split(',').at(-1)?.trim() ?? ''),
      complaints: readFileSync(log, 'utf8'),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const cameraA = 'aaaaaaaa-0000-4000-8000-000000000001' as CameraId
export const cameraB = 'bbbbbbbb-0000-4000-8000-000000000002' as CameraId
export const cameraC = 'cccccccc-0000-4000-8000-000000000003' as CameraId
export const start = Date.UTC(2026, 10, 21, 12, 5) as Instant

/** The clip as one leaf; `mediaStart` in ticks of the epoch, `at` the wall time of its first frame. */
export function leafOf(
  clip: Clip,
  place: { camera: CameraId; epoch: number; leaf: number; mediaStart: number; at: number },
): readonly BundleFragment[] {
  return clip.fragments.map((fragment, i) => ({
    header: {
      camera: place.camera,
      epoch: `eeeeeeee-0000-4000-8000-${String(place.epoch).padStart(12, '0')}` as EpochId,
      leaf: place.leaf,
      fragment: i,
      startsWithKeyFrame: true,
      frames: 25,
      wallStart: (place.at + 1000 * i) as Instant,
      wallEnd: (place.at + 1000 * (i + 1)) as Instant,
      mediaStart: place.mediaStart + i * 25 * frameTicks,
      mediaDuration: 25 * frameTicks,
      timescale,
    },
    plaintext: i === 0 ? new Uint8Array(Buffer.concat([clip.init, fragment])) : fragment,
  }))
}

export class MemorySink implements BundleSink {
  readonly #pieces: Uint8Array[] = []
  /** bytes of the largest piece */
  largest = 0

  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes.slice())
    this.largest = Math.max(this.largest, bytes.length)
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#pieces))
  }
}

export function readerOf(bytes: Uint8Array): ByteReader {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

/** An unpacked bundle in memory. */
export function folderOf(content: Readonly<Record<string, Uint8Array>>): BundleSource {
  return {
    kind: 'folder',
    folder: {
      names: async () => Object.keys(content),
      open: async (name) => {
        const file = content[name]
        return file === undefined ? undefined : readerOf(file)
      },
    },
  }
}

export const signer = testSigner()

export const plan: BundlePlan = {
  issuer: '見本市',
  store: signer.name.replace('tsujiban/', ''),
  export: '11111111-2222-4333-8444-555555555555',
  caseNumber: '2026-0007',
  ground: 'funabashi:9(6)',
  recipient: '見本警察署 生活安全課',
  medium: 'USBメモリー 3',
  madeAt: (start + 3_600_000) as Instant,
  timeZone: 'Asia/Tokyo',
  window: { from: start, to: (start + 60_000) as Instant },
  cameras: [
    { camera: cameraA, label: '1階 廊下' },
    { camera: cameraB, label: '昇降口' },
    { camera: cameraC, label: '校庭' },
  ],
}

/** The export's entry among others, published. */
export async function exportEvidence(of: BundlePlan = plan, by = signer) {
  const { ledger, fill } = testLedger(undefined, undefined, by)
  fill(5)
  const { seq } = ledger.append({
    kind: 'exported',
    actor: {
      person: '0d9a6f0e-3b0f-4f0e-9a51-8a3f8f2d6c01' as PersonId,
      role: 'responsibleManager' as RoleId,
    },
    refs: {
      clauses: ['funabashi:9(6)' as ClauseRef],
      instruction: '99999999-2222-4333-8444-555555555555' as InstructionId,
    },
    body: {
      export: of.export,
      recipient: of.recipient,
      medium: of.medium,
      cameras: of.cameras.map(({ camera }) => camera),
      ...of.window,
    },
  })
  fill(3)
  await ledger.publish()
  return ledger.prove(seq)
}

export async function makeBundle(
  fragments: readonly BundleFragment[],
  change: Partial<BundleInput> = {},
): Promise<{ bytes: Uint8Array; sink: MemorySink; written: Awaited<ReturnType<typeof writeBundle>> }> {
  const sink = new MemorySink()
  const written = await writeBundle({
    plan,
    fragments: inOrder(fragments),
    signer,
    evidence: change.evidence ?? (await exportEvidence()),
    sink,
    ...change,
  })
  return { bytes: sink.bytes(), sink, written }
}

async function* inOrder(fragments: readonly BundleFragment[]): AsyncIterable<BundleFragment> {
  for (const fragment of fragments) {
    // the caller wipes what it handed over once the next is asked for
    const plaintext = fragment.plaintext.slice()
    yield { ...fragment, plaintext }
    plaintext.fill(0)
  }
}
