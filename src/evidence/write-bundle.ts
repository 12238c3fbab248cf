import type { CameraId, Instant, Window } from '../domain/ids.ts'
import type { CheckpointSigner } from '../ledger/checkpoint.ts'
import { checkInclusion, type InclusionEvidence } from '../ledger/ledger.ts'
import { formatTlogProof } from '../ledger/tlog-proof.ts'
import { formatEntryFile, mismatchOf } from './cited-entry.ts'
import { EvidenceFault } from './fault.ts'
import { type BundleFragment, FootageWriter, sha256Hex, type WrittenFootage } from './footage-writer.ts'
import {
  checkpointFile,
  entryFile,
  formatManifest,
  type ManifestCamera,
  type ManifestFile,
  type ManifestHead,
  manifestFile,
  manifestFormat,
  proofFile,
  publicKeyFile,
  readMeEnglish,
  readMeJapanese,
  signatureFile,
} from './manifest.ts'
import { fingerprintOf, formatPublicKeyFile } from './public-key.ts'
import { readMeInEnglish, readMeInJapanese } from './read-me.ts'
import { stampOf } from './zip-format.ts'
import { type BundleSink, ZipWriter } from './zip-writer.ts'

export type BundlePlan = {
  /** the municipality, as it signs */
  readonly issuer: string
  readonly store: string
  readonly export: string
  readonly caseNumber: string
  /** the clause */
  readonly ground: string
  readonly recipient: string
  readonly medium: string
  readonly madeAt: Instant
  readonly timeZone: string
  /** as asked for */
  readonly window: Window
  /** in the order in which their fragments come */
  readonly cameras: readonly { readonly camera: CameraId; readonly label: string }[]
}

export type BundleInput = {
  readonly plan: BundlePlan
  /** camera by camera as the plan has them, each in order of time; of cameras without footage there are none */
  readonly fragments: AsyncIterable<BundleFragment>
  /** the ledger's key */
  readonly signer: CheckpointSigner
  /** the entry of this export under a published checkpoint */
  readonly evidence: InclusionEvidence
  readonly sink: BundleSink
  /** a file ends at the first key frame that would carry it past this; 2 GiB, so that any medium takes the files */
  readonly maxFileBytes?: number
}

export type WrittenBundle = {
  readonly bytes: number
  readonly frames: number
  readonly files: number
  /** hexadecimal */
  readonly manifestSha256: string
}

const twoGiB = 2 ** 31

/**
 * Writes a bundle in one pass (docs/ref/evidence-bundle.md). One fragment is in memory at a time, besides some 250 bytes of manifest for each.
 * After a fault the sink holds no bundle.
 * @throws EvidenceFault
 */
export async function writeBundle(input: BundleInput): Promise<WrittenBundle> {
  const { plan, signer, evidence, sink } = input
  const head = headOf(plan, signer, evidence)
  const zip = new ZipWriter(sink, stampOf(plan.madeAt, plan.timeZone))
  const footage = await writeFootage(zip, input)
  const files: ManifestFile[] = []
  for (const [file, text] of companions(input, footage)) {
    const bytes = new TextEncoder().encode(text)
    await writeFile(zip, file, bytes)
    files.push({ file, bytes: bytes.length, sha256: sha256Hex(bytes) })
  }
  const manifest = new TextEncoder().encode(
    formatManifest(
      head,
      camerasOf(plan, footage),
      footage.map(({ text }) => text),
      files,
    ),
  )
  await writeFile(zip, manifestFile, manifest)
  await writeFile(zip, signatureFile, await signer.sign(manifest))
  await zip.end()
  return {
    bytes: zip.bytes,
    frames: footage.reduce((sum, { frames }) => sum + frames, 0),
    files: footage.length,
    manifestSha256: sha256Hex(manifest),
  }
}

/** Nothing is handed out under an entry that is not this export's, or not in the log. */
function headOf(plan: BundlePlan, signer: CheckpointSigner, evidence: InclusionEvidence): ManifestHead {
  const check = checkInclusion(evidence, signer)
  if (check.kind !== 'included') throw new EvidenceFault('entry-mismatch', check.reason)
  const head: ManifestHead = {
    format: manifestFormat,
    issuer: plan.issuer,
    store: plan.store,
    export: plan.export,
    case: plan.caseNumber,
    ground: plan.ground,
    recipient: plan.recipient,
    medium: plan.medium,
    madeAt: plan.madeAt,
    timeZone: plan.timeZone,
    window: { from: plan.window.from, to: plan.window.to },
    ledger: { origin: check.checkpoint.origin, entry: evidence.seq, size: check.checkpoint.size },
  }
  const field = mismatchOf({ ...head, cameras: plan.cameras }, check)
  if (field !== undefined) throw new EvidenceFault('entry-mismatch', field)
  return head
}

async function writeFootage(zip: ZipWriter, input: BundleInput): Promise<readonly WrittenFootage[]> {
  const { plan, fragments, maxFileBytes = twoGiB } = input
  const written: WrittenFootage[] = []
  let next = 0
  let current: { readonly camera: CameraId; readonly writer: FootageWriter } | undefined
  for await (const fragment of fragments) {
    const { camera } = fragment.header
    if (current?.camera !== camera) {
      const at = plan.cameras.findIndex((planned) => planned.camera === camera)
      if (at < next) throw new EvidenceFault('order', `camera ${camera}`)
      if (current !== undefined) written.push(...(await current.writer.finish()))
      current = { camera, writer: new FootageWriter(zip, camera, at + 1, maxFileBytes) }
      next = at + 1
    }
    await current.writer.add(fragment)
  }
  if (current === undefined) throw new EvidenceFault('nothing', 'no fragment came')
  return [...written, ...(await current.writer.finish())]
}

function companions(
  input: BundleInput,
  footage: readonly WrittenFootage[],
): readonly (readonly [string, string])[] {
  const { plan, signer, evidence } = input
  const labels = new Map<string, string>(plan.cameras.map(({ camera, label }) => [camera, label]))
  const readMe = {
    ...plan,
    fingerprint: fingerprintOf(signer),
    footage: footage.map((file) => ({ ...file, label: labels.get(file.camera) ?? '' })),
  }
  return [
    [readMeJapanese, readMeInJapanese(readMe)],
    [readMeEnglish, readMeInEnglish(readMe)],
    [publicKeyFile, formatPublicKeyFile(signer)],
    [entryFile, formatEntryFile(evidence)],
    [
      proofFile,
      formatTlogProof({ index: evidence.seq, path: evidence.path, checkpoint: evidence.checkpoint }),
    ],
    [checkpointFile, evidence.checkpoint],
  ]
}

function camerasOf(plan: BundlePlan, footage: readonly WrittenFootage[]): readonly ManifestCamera[] {
  return plan.cameras.map(({ camera, label }, i) => {
    const own = footage.filter((file) => file.camera === camera)
    const edges = {
      from: own.length === 0 ? null : Math.min(...own.map(({ from }) => from)),
      to: own.length === 0 ? null : Math.max(...own.map(({ to }) => to)),
    }
    return { number: i + 1, camera, label, ...edges }
  })
}

async function writeFile(zip: ZipWriter, name: string, bytes: Uint8Array): Promise<void> {
  await zip.begin(name)
  await zip.write(bytes)
}
