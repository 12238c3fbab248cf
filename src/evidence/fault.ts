/** Why no bundle could be made, or why a bundle cannot even be looked at. */
export const evidenceFaultCodes = [
  /** a box of a fragment has a length that does not fit, or a field is missing */
  'box-malformed',
  /** a fragment is not `[ftyp moov] moof mdat` with one track */
  'fragment-unusable',
  /** the first fragment of a camera brings no `ftyp` and `moov` */
  'no-init',
  /** fragments of one camera came apart, or of a camera that the plan does not name */
  'order',
  /** no fragment at all */
  'nothing',
  /** one file would pass 4 GiB without a key frame to part it at */
  'too-large',
  /** the ledger's evidence is not that of this export's entry */
  'entry-mismatch',
  /** a name cannot stand in an archive, or stands in it twice */
  'bad-name',
] as const
export type EvidenceFaultCode = (typeof evidenceFaultCodes)[number]

export class EvidenceFault extends Error {
  readonly code: EvidenceFaultCode

  constructor(code: EvidenceFaultCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options)
    this.name = 'EvidenceFault'
    this.code = code
  }
}
