import { verifyEd25519 } from '../ledger/ed25519.ts'
import type { LedgerEntry } from '../ledger/entry.ts'
import { LedgerFault } from '../ledger/fault.ts'
import { checkInclusion } from '../ledger/ledger.ts'
import type { NoteKey } from '../ledger/note.ts'
import { type BundleFiles, openBundleFiles, readWhole } from './bundle-files.ts'
import { checkFile, checkFootage, checksumFinding } from './check-content.ts'
import { evidenceFrom, mismatchOf, parseEntryFile } from './cited-entry.ts'
import type { BundleFinding } from './findings.ts'
import {
  checkpointFile,
  entryFile,
  type Manifest,
  manifestFile,
  parseManifest,
  proofFile,
  publicKeyFile,
  signatureFile,
} from './manifest.ts'
import type { BundleSource } from './ports.ts'
import { fingerprintOf, normaliseFingerprint, parsePublicKeyFile } from './public-key.ts'
import { stampOf, type ZipStamp } from './zip-format.ts'

export type BundleVerdict = {
  readonly ok: boolean
  readonly findings: readonly BundleFinding[]
  /** as read, whether or not its signature holds; undefined when there is none to read */
  readonly manifest: Manifest | undefined
  /** `given`: it is the key that the caller trusts; `own`: it is only the bundle's own, so that all that is shown is that the parts fit each other */
  readonly key: { readonly fingerprint: string; readonly trust: 'given' | 'own' } | undefined
  /** the ledger's entry, when it is proved under that key */
  readonly entry: LedgerEntry | undefined
}

export type VerifyOptions = {
  /** fingerprint of the ledger's key as told by another way, in any grouping */
  readonly trusted?: string
}

/** What a manifest may have, in bytes: twelve days of footage. */
const maxManifest = 1 << 28
const maxSmall = 1 << 20

/**
 * Checks a bundle with nothing but the bundle. Every finding names what it is about; one that is expected to follow from another is not
 * repeated. Never throws for what stands in the bundle; errors of reading pass through.
 */
export async function verifyBundle(
  source: BundleSource,
  options: VerifyOptions = {},
): Promise<BundleVerdict> {
  const files = await openBundleFiles(source)
  if (files === undefined) {
    const bytes = source.kind === 'archive' ? source.file.size : 0
    return {
      ok: false,
      findings: [{ code: 'archive-incomplete', bytes }],
      manifest: undefined,
      key: undefined,
      entry: undefined,
    }
  }
  const findings: BundleFinding[] = []
  const key = await readKey(files, options.trusted, findings)
  const manifest = await readManifest(files, key, findings)
  findings.push(...(await files.formFindings(manifest && stampOfManifest(manifest))))
  if (manifest !== undefined) await checkContent(files, manifest, findings)
  const entry = key && manifest && (await checkLedger(files, key, manifest, findings))
  return {
    ok: findings.length === 0,
    findings,
    manifest,
    key: key && trustIn(key, options.trusted),
    entry,
  }
}

function trustIn(key: NoteKey, trusted: string | undefined): NonNullable<BundleVerdict['key']> {
  const fingerprint = fingerprintOf(key)
  const given = trusted !== undefined && normaliseFingerprint(trusted) === fingerprint
  return { fingerprint, trust: given ? 'given' : 'own' }
}

async function readKey(
  files: BundleFiles,
  trusted: string | undefined,
  findings: BundleFinding[],
): Promise<NoteKey | undefined> {
  const text = await readText(files, publicKeyFile)
  const key = text === undefined ? undefined : parsePublicKeyFile(text)
  if (key === undefined) {
    findings.push({ code: 'key-unreadable' })
    return undefined
  }
  const { fingerprint, trust } = trustIn(key, trusted)
  if (trusted !== undefined && trust === 'own')
    findings.push({ code: 'key-not-trusted', fingerprint, expected: normaliseFingerprint(trusted) })
  return key
}

async function readManifest(
  files: BundleFiles,
  key: NoteKey | undefined,
  findings: BundleFinding[],
): Promise<Manifest | undefined> {
  const file = await files.open(manifestFile)
  const bytes = file && (await readWhole(file, maxManifest))
  if (file === undefined || bytes === undefined) {
    findings.push({ code: 'manifest-missing' })
    return undefined
  }
  findings.push(...(await signatureFindings(files, key, bytes, file.checksumFits)))
  const manifest = parseManifest(new TextDecoder().decode(bytes))
  if (typeof manifest !== 'string') return manifest
  findings.push({ code: 'manifest-unreadable', detail: manifest })
  return undefined
}

async function signatureFindings(
  files: BundleFiles,
  key: NoteKey | undefined,
  manifest: Uint8Array,
  manifestChecksumFits: boolean,
): Promise<readonly BundleFinding[]> {
  const file = await files.open(signatureFile)
  const signature = file && (await readWhole(file, maxSmall))
  if (file === undefined || signature === undefined) return [{ code: 'file-missing', file: signatureFile }]
  if (key !== undefined && verifyEd25519(key.publicKey, manifest, signature)) {
    return [
      ...(manifestChecksumFits ? [] : [checksumFinding(manifestFile)]),
      ...(file.checksumFits ? [] : [checksumFinding(signatureFile)]),
    ]
  }
  // without a checksum that points at one of the two, manifest and signature share the blame
  if (!manifestChecksumFits) return [{ code: 'manifest-altered' }]
  if (!file.checksumFits || signature.length !== 64) return [{ code: 'signature-altered' }]
  return key === undefined ? [] : [{ code: 'signature-wrong' }]
}

async function checkContent(
  files: BundleFiles,
  manifest: Manifest,
  findings: BundleFinding[],
): Promise<void> {
  const labels = new Map(manifest.cameras.map(({ camera, label }) => [camera, label]))
  for (const footage of manifest.footage) {
    const file = await files.open(footage.file)
    if (file === undefined) findings.push({ code: 'file-missing', file: footage.file })
    else findings.push(...(await checkFootage(file, footage, labels.get(footage.camera) ?? '')))
  }
  for (const listed of manifest.files) {
    const file = await files.open(listed.file)
    if (file === undefined) findings.push({ code: 'file-missing', file: listed.file })
    else findings.push(...(await checkFile(file, listed)))
  }
  const known = new Set([...manifest.footage, ...manifest.files].map(({ file }) => file))
  known.add(manifestFile).add(signatureFile)
  // a name that comes twice is known once
  for (const name of files.names) if (!known.delete(name)) findings.push({ code: 'file-extra', file: name })
}

async function checkLedger(
  files: BundleFiles,
  key: NoteKey,
  manifest: Manifest,
  findings: BundleFinding[],
): Promise<LedgerEntry | undefined> {
  const entryText = await readText(files, entryFile)
  const entry = entryText === undefined ? undefined : parseEntryFile(entryText)
  const proofText = await readText(files, proofFile)
  const evidence = entry && proofText !== undefined ? tryEvidence(entry, proofText) : undefined
  if (entry === undefined) findings.push({ code: 'proof-unreadable', file: entryFile })
  else if (evidence === undefined) findings.push({ code: 'proof-unreadable', file: proofFile })
  if (evidence === undefined) return undefined
  if ((await readText(files, checkpointFile)) !== evidence.checkpoint)
    findings.push({ code: 'proof-unreadable', file: checkpointFile })
  const check = checkInclusion(evidence, key)
  if (check.kind === 'not-included') {
    findings.push({ code: 'proof-wrong', reason: check.reason })
    return undefined
  }
  const field = mismatchOf(manifest, check)
  if (field !== undefined) findings.push({ code: 'entry-mismatch', field })
  return check.entry
}

function tryEvidence(entry: NonNullable<ReturnType<typeof parseEntryFile>>, proof: string) {
  try {
    return evidenceFrom(entry, proof)
  } catch (fault) {
    if (fault instanceof LedgerFault) return undefined
    throw fault
  }
}

async function readText(files: BundleFiles, name: string): Promise<string | undefined> {
  const file = await files.open(name)
  const bytes = file && (await readWhole(file, maxSmall))
  return bytes && new TextDecoder().decode(bytes)
}

/** Undefined when the manifest names no time zone that there is, or a year that archives do not know. */
function stampOfManifest(manifest: Manifest): ZipStamp | undefined {
  try {
    return stampOf(manifest.madeAt, manifest.timeZone)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
