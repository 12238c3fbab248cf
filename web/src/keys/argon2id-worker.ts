import { argon2idBrowser } from '../../../src/vault/argon2id-browser.ts'

type Request = { readonly passphrase: Uint8Array<ArrayBuffer>; readonly salt: Uint8Array<ArrayBuffer> }
type WorkerScope = {
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void
  postMessage(message: unknown, transfer: Transferable[]): void
}
const scope = globalThis as unknown as WorkerScope

scope.addEventListener('message', ({ data }) => {
  argon2idBrowser(data.passphrase, data.salt).then(
    (output) => scope.postMessage({ output }, [output.buffer]),
    (cause: unknown) => scope.postMessage({ message: String(cause) }, []),
  )
})
