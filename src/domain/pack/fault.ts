export const packFaultCodes = [
  /** a key is missing or a value has the wrong type */
  'wrong-shape',
  /** a key that the language does not have */
  'unknown-key',
  /** a value outside its closed list or form */
  'wrong-value',
  /** a clause of another instrument, not in the form of one, or not among the provisions */
  'wrong-clause',
  /** a role or another id that is used and nowhere defined */
  'unknown-id',
  /** an id that is defined twice */
  'repeated-id',
  /** versions out of order, two from one day, or one that runs into the next */
  'wrong-order',
  /** two values that cannot both hold */
  'contradiction',
  /** looser than the guideline above it, which binds */
  'looser-than-parent',
  /** the guideline above is not there, or stands under this one in turn */
  'parent',
] as const
export type PackFaultCode = (typeof packFaultCodes)[number]

export type PackPath = readonly (string | number)[]

/** One fault of a pack file. `hint` names the words that say what to write instead (catalogue of the program's languages). */
export type PackFault = {
  readonly path: PackPath
  readonly code: PackFaultCode
  readonly hint: string
  readonly params: Readonly<Record<string, string>>
}

export function packFault(
  path: PackPath,
  code: PackFaultCode,
  hint: string,
  params: Readonly<Record<string, string>> = {},
): PackFault {
  return { path, code, hint, params }
}
