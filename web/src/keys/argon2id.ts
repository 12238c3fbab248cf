import type { Argon2id } from '../../../src/vault/argon2id.ts'
import { fault, workerFault } from '../api.ts'

type Reply = { readonly output: Uint8Array<ArrayBuffer> } | { readonly message: string }

/** Argon2id in a worker of its own: the page stays alive, and the 64 MiB it worked in go with the worker. */
export const argon2idInWorker: Argon2id = (passphrase, salt) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./argon2id-worker.ts', import.meta.url), { type: 'module' })
    const finish = (): void => worker.terminate()
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      finish()
      if ('output' in data) resolve(data.output)
      else reject(fault('argon2id-failed', { message: data.message }))
    })
    worker.addEventListener('error', (event) => {
      finish()
      reject(workerFault(event, 'argon2id-failed'))
    })
    worker.postMessage({ passphrase, salt }, [])
  })
