import { type Instruction, parseInstruction } from '../../../src/vault/instruction.ts'
import type { CaseMessage, UnlockMaterial } from './messages.ts'

/** What does not fit between the case on the screen and the instruction that the server wants signed. */
export const offerFlaws = [
  'case',
  'window',
  'cameras',
  'pieces',
  'operators',
  'unlocker',
  'ground',
  'locks',
] as const
export type OfferFlaw = (typeof offerFlaws)[number]

/**
 * Compares the instruction to be signed with what the screen shows: this case, its window and ground, its cameras alone, no more pieces than
 * the screen counts, the operators named, signed by this person. Nothing is signed unless the list comes back empty.
 * @throws VaultFault `malformed` when the text is no instruction
 */
export function checkOffer(
  material: UnlockMaterial,
  shown: CaseMessage,
  signer: string,
): { readonly instruction: Instruction; readonly flaws: readonly OfferFlaw[] } {
  const instruction = parseInstruction(material.instruction)
  const pieces = new Map<string, number>()
  for (const { camera, first, last } of instruction.epochs)
    pieces.set(camera, (pieces.get(camera) ?? 0) + last - first + 1)
  const offered = material.epochs.map(
    ({ epoch, camera, first, last }) => `${camera}/${epoch}/${first}/${last}`,
  )
  const signed = instruction.epochs.map(
    ({ epoch, camera, first, last }) => `${camera}/${epoch}/${first}/${last}`,
  )
  const checks: Readonly<Record<OfferFlaw, boolean>> = {
    case: instruction.case === shown.id,
    window: instruction.window.from === shown.from && instruction.window.to === shown.to,
    cameras: [...pieces.keys()].every((camera) => shown.cameras.some(({ id }) => id === camera)),
    pieces:
      material.parts.every((part) => (pieces.get(part.camera) ?? 0) === part.pieces) &&
      [...pieces.keys()].every((camera) => material.parts.some((part) => part.camera === camera)),
    operators: sameSet(
      instruction.operators,
      material.operators.map(({ id }) => id),
    ),
    unlocker: instruction.unlocker === signer,
    ground: instruction.ground === shown.ground,
    locks: sameSet(offered, signed),
  }
  return { instruction, flaws: offerFlaws.filter((flaw) => !checks[flaw]) }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one))
}
