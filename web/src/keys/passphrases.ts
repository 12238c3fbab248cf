import { judgePassphrase, type Weakness } from '../../../src/vault/passphrase.ts'
import { passphraseBytes } from '../../../src/vault/person-keys.ts'
import { sameBytes } from '../../../src/vault/secret.ts'

/** Why the passphrase cannot be taken; null when it can. */
export function weaknessOf(passphrase: string): Weakness | null {
  const verdict = judgePassphrase(passphrase)
  return verdict.kind === 'weak' ? verdict.weakness : null
}

/** Whether both are the same to Argon2id: full-width input and spaces at the ends do not matter. */
export function samePassphrase(a: string, b: string): boolean {
  return sameBytes(passphraseBytes(a), passphraseBytes(b))
}
