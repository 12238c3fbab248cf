import { wipe } from '../../../src/vault/secret.ts'
import { FragmentOpener, RecordSplitter } from './open-leaf.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** Fetches sealed footage, opens it and hands it on as it comes; nothing is kept. */
type WorkerScope = {
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void
  postMessage(message: FromWorker, transfer: Transferable[]): void
}
const scope = globalThis as unknown as WorkerScope
const running = new Map<number, AbortController>()

scope.addEventListener('message', ({ data }) => {
  if (data.kind === 'abort') running.get(data.job)?.abort()
  else void run(data)
})

async function run(job: Extract<ToWorker, { kind: 'load' }>): Promise<void> {
  const abort = new AbortController()
  running.set(job.job, abort)
  try {
    await load(job, abort.signal)
    scope.postMessage({ kind: 'done', job: job.job }, [])
  } catch (cause) {
    scope.postMessage({ kind: 'failed', job: job.job, ...described(cause, abort.signal) }, [])
  } finally {
    wipe(job.key.key)
    running.delete(job.job)
  }
}

async function load(job: Extract<ToWorker, { kind: 'load' }>, signal: AbortSignal): Promise<void> {
  const answer = await fetch(job.url, { signal })
  if (!answer.ok || answer.body === null) throw new FetchFailed(await problemCode(answer))
  const reader = answer.body.getReader()
  const splitter = new RecordSplitter()
  const opener = new FragmentOpener(job.key)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    for (const record of splitter.push(value)) {
      const fragment = await opener.open(record)
      if (signal.aborted) return
      scope.postMessage({ kind: 'fragment', job: job.job, fragment }, [fragment.media.buffer])
    }
  }
  if (!splitter.complete) throw new FetchFailed('footage-cut-off')
}

class FetchFailed extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

async function problemCode(answer: Response): Promise<string> {
  const said: unknown = await answer.json().catch(() => null)
  return typeof said === 'object' && said !== null && 'code' in said && typeof said.code === 'string'
    ? said.code
    : 'bad-answer'
}

function described(cause: unknown, signal: AbortSignal): { readonly code: string; readonly message: string } {
  if (signal.aborted) return { code: 'aborted', message: 'aborted' }
  const message = cause instanceof Error ? cause.message : String(cause)
  if (cause instanceof TypeError) return { code: 'no-connection', message }
  const named = cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
  return { code: named ? String(cause.code) : 'unexpected', message }
}
