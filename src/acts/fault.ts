/** What can be wrong with a request that the instrument has no say in. */
export const actFaultCodes = [
  'not-found',
  'wrong-state',
  'window-empty',
  'window-unrecorded',
  'signature-invalid',
  'instruction-mismatch',
  'grants-incomplete',
  'not-signed-in',
  'sign-in-failed',
  'sign-in-paused',
  'invite-invalid',
  'name-taken',
  'key-not-held',
  'setup-done',
  'not-set-up',
  'disk-too-small',
  'export-unknown',
  'footage-gone',
  'request-invalid',
  'origin-refused',
] as const
export type ActFaultCode = (typeof actFaultCodes)[number]

export class ActFault extends Error {
  readonly code: ActFaultCode
  /** fields for the message, never secret */
  readonly params: Readonly<Record<string, string>>
  constructor(code: ActFaultCode, params: Readonly<Record<string, string>> = {}) {
    super(`${code} ${JSON.stringify(params)}`)
    this.name = 'ActFault'
    this.code = code
    this.params = params
  }
}
