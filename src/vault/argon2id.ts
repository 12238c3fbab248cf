/**
 * Stretches a passphrase: Argon2id (RFC 9106) with 64 MiB, 3 passes, 4 lanes and 64 bytes of output, the second recommended option of its
 * section 4 with a longer tag. A parameter, because browser and server have different implementations.
 * @param passphrase UTF-8, as `passphraseBytes` gives it
 * @param salt 16 bytes
 */
export type Argon2id = (
  passphrase: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
) => Promise<Uint8Array<ArrayBuffer>>

export const argon2idParameters = { memoryKib: 64 * 1024, passes: 3, lanes: 4, outputBytes: 64 } as const
