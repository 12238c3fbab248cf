import type { OpenedLeaf } from '../../../src/vault/clip-key.ts'
import type { OpenedFragment } from './open-leaf.ts'

/** To the worker. `key` is taken over and wiped there. */
export type ToWorker =
  | { readonly kind: 'load'; readonly job: number; readonly url: string; readonly key: OpenedLeaf }
  | { readonly kind: 'abort'; readonly job: number }

/** From the worker: the fragments of a job in order, then its end. */
export type FromWorker =
  | { readonly kind: 'fragment'; readonly job: number; readonly fragment: OpenedFragment }
  | { readonly kind: 'done'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly code: string; readonly message: string }
