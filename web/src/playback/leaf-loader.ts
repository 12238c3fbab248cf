import type { OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { type ApiProblem, fault, workerFault } from '../api.ts'
import type { OpenedFragment } from './open-leaf.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

type Job = {
  readonly onFragment: (fragment: OpenedFragment) => void
  readonly resolve: () => void
  readonly reject: (cause: Error) => void
}

/** The worker that opens footage, as a function call. */
export class LeafLoader {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  readonly #jobs = new Map<number, Job>()
  #last = 0
  /** the worker is gone; nothing would answer a job any more */
  #failed: ApiProblem | null = null

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#take(data))
    this.#worker.addEventListener('error', (event) => {
      const problem = workerFault(event, 'unexpected')
      this.#failed = problem
      for (const job of this.#jobs.values()) job.reject(problem)
      this.#jobs.clear()
    })
  }

  /**
   * Fetches and opens one leaf, its fragments handed on in order. `key` is given away.
   * @throws ApiProblem with the code of what failed; `aborted` when the signal fires
   */
  load(
    url: string,
    key: OpenedLeaf,
    onFragment: (fragment: OpenedFragment) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return Promise.reject(fault('aborted'))
    if (this.#failed !== null) return Promise.reject(this.#failed)
    const job = ++this.#last
    return new Promise((resolve, reject) => {
      this.#jobs.set(job, { onFragment, resolve, reject })
      signal.addEventListener('abort', () => this.#send({ kind: 'abort', job }), { once: true })
      this.#send({ kind: 'load', job, url, key }, [key.key.buffer])
    })
  }

  close(): void {
    this.#worker.terminate()
    for (const job of this.#jobs.values()) job.reject(fault('aborted'))
    this.#jobs.clear()
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  #take(message: FromWorker): void {
    const job = this.#jobs.get(message.job)
    if (job === undefined) return
    if (message.kind === 'fragment') {
      job.onFragment(message.fragment)
      return
    }
    this.#jobs.delete(message.job)
    if (message.kind === 'done') job.resolve()
    else job.reject(fault(message.code, { message: message.message }))
  }
}
