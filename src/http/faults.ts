import { ActFault, type ActFaultCode } from '../acts/fault.ts'
import { FootageFault, type FootageFaultCode } from '../footage/fault.ts'
import { LedgerFault } from '../ledger/fault.ts'
import { VaultFault, type VaultFaultCode } from '../vault/fault.ts'

/** HTTP status of every fault an act can end with; a missing code does not compile. */
const actFaults: Readonly<Record<ActFaultCode, number>> = {
  'not-found': 404,
  'wrong-state': 409,
  'window-empty': 422,
  'window-unrecorded': 409,
  'signature-invalid': 422,
  'instruction-mismatch': 409,
  'grants-incomplete': 422,
  'not-signed-in': 401,
  'sign-in-failed': 401,
  'sign-in-paused': 429,
  'invite-invalid': 401,
  'name-taken': 409,
  'key-not-held': 403,
  'setup-done': 409,
  'not-set-up': 409,
  'disk-too-small': 507,
  'export-unknown': 404,
  'footage-gone': 410,
  'request-invalid': 422,
  'origin-refused': 403,
}

/** Of the vault's faults only those that a request can cause are the asker's. */
const vaultFaults: Readonly<Partial<Record<VaultFaultCode, number>>> = {
  malformed: 422,
  'bad-key': 422,
  'not-granted': 403,
  'not-appointed': 403,
  'outside-instruction': 403,
  'too-much-footage': 422,
  'time-lock-gone': 410,
  'anchor-in-data': 422,
  'anchor-exposed': 422,
}

const footageFaults: Readonly<Partial<Record<FootageFaultCode, number>>> = {
  'leaf-unknown': 410,
  'leaf-open': 409,
  'disk-full': 507,
}

export type KnownFault = {
  readonly status: number
  readonly code: string
  readonly params: Readonly<Record<string, string>>
}

/** null for what is no fault of ours at all. */
export function statusOf(error: unknown): KnownFault | null {
  if (error instanceof ActFault)
    return { status: actFaults[error.code], code: error.code, params: error.params }
  if (error instanceof VaultFault)
    return { status: vaultFaults[error.code] ?? 500, code: error.code, params: {} }
  if (error instanceof FootageFault)
    return { status: footageFaults[error.code] ?? 500, code: error.code, params: spaceOf(error) }
  if (error instanceof LedgerFault) return { status: 500, code: error.code, params: {} }
  if (isRequestError(error))
    return { status: error.statusCode, code: 'request-invalid', params: { detail: error.message } }
  return null
}

/** Bytes needed and available, where a disk is too small. */
function spaceOf({ space }: FootageFault): KnownFault['params'] {
  return space === undefined ? {} : { needed: String(space.needed), available: String(space.available) }
}

/** Fastify's own: a body that is no JSON, too large, or against the contract. */
function isRequestError(error: unknown): error is Error & { statusCode: number } {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode >= 400 &&
    error.statusCode < 500
  )
}
