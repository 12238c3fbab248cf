import { VaultFault } from '../../../../src/vault/fault.ts'
import { checkSheet, judgeSheet, readTyped, type TypedSheet } from '../../../../src/vault/recovery-kit.ts'

export type SheetVerdict = ReturnType<typeof judgeSheet> & {
  /** which of the three sheets it is, once all of it is right */
  readonly sheet: number | null
  /** every line looks right and still the sheet as a whole is not one */
  readonly unsound: boolean
}

export const emptySheet: TypedSheet = { kit: '', lines: ['', '', '', ''] }

/** What is known of a sheet at this point of typing. */
export function verdictOf(typed: TypedSheet): SheetVerdict {
  const judged = judgeSheet(typed)
  if (judged.kit !== 'right' || judged.lines.some((line) => line !== 'right'))
    return { ...judged, sheet: null, unsound: false }
  try {
    return { ...judged, sheet: checkSheet(typed).sheet, unsound: false }
  } catch (cause) {
    if (cause instanceof VaultFault) return { ...judged, sheet: null, unsound: true }
    throw cause
  }
}

/** Whether the pair can give a key back; else the fault that stands against it, null while it is still being typed. */
export function pairFault(
  pair: readonly [TypedSheet, TypedSheet],
  verdicts: readonly [SheetVerdict, SheetVerdict],
): 'ready' | 'kit-mixed' | 'kit-same-sheet' | null {
  const [one, two] = verdicts
  if (one.kit === 'right' && two.kit === 'right' && readTyped(pair[0].kit) !== readTyped(pair[1].kit))
    return 'kit-mixed'
  if (one.sheet === null || two.sheet === null) return null
  return one.sheet === two.sheet ? 'kit-same-sheet' : 'ready'
}
