import { fromHex, toHex } from '../domain/ids.ts'
import type { Checkpoint } from '../ledger/checkpoint.ts'
import type { LedgerEntry } from '../ledger/entry.ts'
import type { InclusionEvidence } from '../ledger/ledger.ts'
import { parseTlogProof } from '../ledger/tlog-proof.ts'
import type { ManifestHead } from './manifest.ts'

/** `ledger/entry.json`: the record that the log committed to, and its salt. */
export function formatEntryFile(evidence: Pick<InclusionEvidence, 'record' | 'salt'>): string {
  return `${JSON.stringify({ salt: toHex(evidence.salt), record: evidence.record })}\n`
}

/** Undefined when the file is not of that form. */
export function parseEntryFile(text: string): Pick<InclusionEvidence, 'record' | 'salt'> | undefined {
  const match = /^\{"salt":"([0-9a-f]{64})","record":("(?:[^"\\]|\\.)*")\}\n$/.exec(text)
  const [, salt, quoted] = match ?? []
  if (salt === undefined || quoted === undefined) return undefined
  try {
    return { salt: fromHex(salt), record: JSON.parse(quoted) as string }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Puts the files of `ledger/` together again. @throws LedgerFault proof-malformed */
export function evidenceFrom(
  entry: Pick<InclusionEvidence, 'record' | 'salt'>,
  proof: string,
): InclusionEvidence {
  const { index, path, checkpoint } = parseTlogProof(proof)
  return { ...entry, seq: index, path, checkpoint }
}

type Claims = Pick<ManifestHead, 'store' | 'export' | 'recipient' | 'medium' | 'window' | 'ledger'> & {
  readonly cameras: readonly { readonly camera: string }[]
}

/** The first field in which the ledger tells of something else than the manifest; undefined when they agree. */
export function mismatchOf(
  claims: Claims,
  proved: { readonly entry: LedgerEntry; readonly checkpoint: Checkpoint },
): string | undefined {
  const { entry, checkpoint } = proved
  if (entry.kind !== 'exported') return 'kind'
  const { body } = entry
  const told = {
    store: checkpoint.origin === `tsujiban/${claims.store}`,
    origin: checkpoint.origin === claims.ledger.origin,
    entry: entry.seq === claims.ledger.entry,
    size: checkpoint.size === claims.ledger.size,
    export: body.export === claims.export,
    recipient: body.recipient === claims.recipient,
    medium: body.medium === claims.medium,
    from: body.from === claims.window.from,
    to: body.to === claims.window.to,
    cameras: sameSet(
      body.cameras,
      claims.cameras.map(({ camera }) => camera),
    ),
  }
  return Object.entries(told).find(([, same]) => !same)?.[0]
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === new Set(a).size
}
