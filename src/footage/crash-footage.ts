import { createHash } from 'node:crypto'

/** What the process that is killed says; footage is made from its ids, so that it can be checked afterwards. */
export type CrashLine =
  | { readonly durable: { readonly epoch: string; readonly leaf: number; readonly fragments: number } }
  | { readonly held: { readonly epoch: string; readonly leaf: number }; readonly hold: string }
  | { readonly recycling: string }
  | { readonly recycled: string }

export function crashKey(epoch: string, leaf: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`key ${epoch} ${leaf}`).digest())
}

export function crashPlaintext(epoch: string, leaf: number, fragment: number): Uint8Array<ArrayBuffer> {
  const outputLength = 2_000 + ((leaf * 7_919 + fragment * 104_729) % 40_000)
  return new Uint8Array(
    createHash('shake256', { outputLength }).update(`${epoch} ${leaf} ${fragment}`).digest(),
  )
}
