import { argon2id } from 'hash-wasm'
import { type Argon2id, argon2idParameters } from './argon2id.ts'

/** By WebAssembly; the page needs `wasm-unsafe-eval`. What the module copied into its own memory is not wiped. */
export const argon2idBrowser: Argon2id = async (passphrase, salt) => {
  const { memoryKib, passes, lanes, outputBytes } = argon2idParameters
  const output = await argon2id({
    password: passphrase,
    salt,
    memorySize: memoryKib,
    iterations: passes,
    parallelism: lanes,
    hashLength: outputBytes,
    outputType: 'binary',
  })
  return new Uint8Array(output)
}
