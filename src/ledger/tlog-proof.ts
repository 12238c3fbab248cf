/** C2SP tlog-proof: index, inclusion proof and checkpoint as one text that can be checked offline. */
import { LedgerFault } from './fault.ts'
import type { Hash } from './merkle.ts'
import { fromBase64, toBase64 } from './note.ts'

export type TlogProof = {
  readonly index: number
  /** from the leaf's sibling to the root's child */
  readonly path: readonly Hash[]
  /** the signed note */
  readonly checkpoint: string
}

const firstLine = 'c2sp.org/tlog-proof@v1'

export function formatTlogProof(proof: TlogProof): string {
  const path = proof.path.map((hash) => `${toBase64(hash)}\n`).join('')
  return `${firstLine}\nindex ${proof.index}\n${path}\n${proof.checkpoint}`
}

/** Only what `formatTlogProof` writes is read: no extra data. The checkpoint is handed on as it stands.
 * @throws LedgerFault proof-malformed */
export function parseTlogProof(text: string): TlogProof {
  const blank = text.indexOf('\n\n')
  const [first, second = '', ...hashes] = text.slice(0, Math.max(0, blank)).split('\n')
  const [, index] = /^index (0|[1-9][0-9]*)$/.exec(second) ?? []
  const path = hashes.map((line) => fromBase64(line))
  const complete = path.every((hash) => hash?.length === 32)
  if (first !== firstLine || index === undefined || !Number.isSafeInteger(Number(index)) || !complete)
    throw new LedgerFault('proof-malformed', 'not a tlog-proof')
  return {
    index: Number(index),
    path: path.filter((hash) => hash !== undefined),
    checkpoint: text.slice(blank + 2),
  }
}
