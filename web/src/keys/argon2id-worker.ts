import { argon2idBrowser } from '../../../src/vault/argon2id-browser.ts'

type Request = { readonly passphrase: Uint8Array<ArrayBuffer>; readonly salt: Uint8Array<ArrayBuffer> }
type WorkerScope = {
  onmessage: ((event: MessageEvent<Request>) => void) | null
  postMessage(message: unknown, transfer: Transferable[]): void
}
const scope = globalThis as unknown as WorkerScope

scope.onmessage = ({ data }) => {
  argon2idBrowser(data.passphrase, data.salt).then(
    (output) => scope.postMessage({ output }, [output.buffer]),
    (cause: unknown) => scope.postMessage({ message: String(cause) }, []),
  )
}
