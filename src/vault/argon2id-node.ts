import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { type Argon2id, argon2idParameters } from './argon2id.ts'

const derive = promisify(argon2)

/** For the setup of the sample, tests and command line. */
export const argon2idNode: Argon2id = async (passphrase, salt) => {
  const { memoryKib, passes, lanes, outputBytes } = argon2idParameters
  const output = await derive('argon2id', {
    message: passphrase,
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: outputBytes,
  })
  return new Uint8Array(output)
}
