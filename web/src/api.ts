import type { z } from 'zod'
import type { Api, Problem } from '../../src/http/contract.ts'

export type Route = keyof Api
type In<R extends Route, K extends 'params' | 'query' | 'body'> = Api[R] extends {
  readonly [P in K]: infer S extends z.ZodType
}
  ? { readonly [P in K]: z.input<S> }
  : { readonly [P in K]?: undefined }
type Options<R extends Route> = In<R, 'params'> &
  In<R, 'query'> &
  In<R, 'body'> & { readonly signal?: AbortSignal }
/** What a route answers. */
export type Answer<R extends Route> = z.output<Api[R]['response']>

/** An answer that is not 2xx, or none at all (`code` `no-connection`, `bad-answer`). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem
  readonly status: number

  constructor(problem: Problem, status: number, options?: ErrorOptions) {
    super(problem.kind === 'refused' ? problem.reason : problem.code, options)
    this.problem = problem
    this.status = status
  }
}

/** A fault that this program names itself, in the shape of the server's. */
export function fault(
  code: string,
  params: Readonly<Record<string, string>> = {},
  cause?: unknown,
): ApiProblem {
  return new ApiProblem({ kind: 'fault', code, params }, 0, { cause })
}

/** What a worker's `error` event says: with a message it failed with `code`, without one its script could not be fetched. */
export function workerFault(event: ErrorEvent, code: string): ApiProblem {
  const { message } = event as Partial<ErrorEvent>
  return message === undefined || message === '' ? fault('part-missing') : fault(code, { message })
}

/** `POST /api/cases/:id/release` with `{id}` gives `['POST', '/api/cases/…/release']`. */
export function routeUrl(
  route: Route,
  params: Readonly<Record<string, string>> | undefined,
  query: Readonly<Record<string, unknown>> | undefined,
): readonly [method: string, url: string] {
  const space = route.indexOf(' ')
  const path = route
    .slice(space + 1)
    .replaceAll(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  const tail = search.toString()
  return [route.slice(0, space), tail === '' ? path : `${path}?${tail}`]
}

/** What a non-2xx answer says. */
async function problemOf(answer: Response): Promise<ApiProblem> {
  const { status } = answer
  try {
    return new ApiProblem(asProblem(await answer.json(), status), status)
  } catch (cause) {
    return new ApiProblem({ kind: 'fault', code: 'bad-answer', params: { status: String(status) } }, status, {
      cause,
    })
  }
}

function asProblem(said: unknown, status: number): Problem {
  if (typeof said === 'object' && said !== null && 'kind' in said) {
    if (said.kind === 'refused' || said.kind === 'fault') return said as Problem
  }
  return { kind: 'fault', code: 'bad-answer', params: { status: String(status) } }
}

/** The server takes changes only with this header, which no page of another origin can set. */
const ourHeaders = { 'x-tsujiban': '1' } as const

/** A change that is sent even while the page goes away; what it answers is of no interest any more. */
export async function sendLast(url: string): Promise<void> {
  try {
    await fetch(url, { method: 'POST', headers: ourHeaders, keepalive: true })
  } catch (cause) {
    console.warn(cause)
  }
}

let signedOut: () => void = () => undefined
/** Called when the server no longer knows our session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

/** One request of the contract. @throws ApiProblem; an aborted request throws the signal's reason */
export async function call<R extends Route>(
  route: R,
  ...rest: {} extends Options<R> ? [options?: Options<R>] : [options: Options<R>]
): Promise<Answer<R>> {
  const options = rest[0]
  const [method, url] = routeUrl(
    route,
    options?.params as Readonly<Record<string, string>> | undefined,
    options?.query as Readonly<Record<string, unknown>> | undefined,
  )
  const headers: Record<string, string> = { ...ourHeaders, accept: 'application/json' }
  const init: RequestInit = { method, headers }
  if (options?.signal !== undefined) init.signal = options.signal
  if (options?.body !== undefined) {
    init.body = JSON.stringify(options.body)
    headers['content-type'] = 'application/json'
  }
  let answer: Response
  try {
    answer = await fetch(url, init)
  } catch (cause) {
    if (options?.signal?.aborted) throw cause
    throw fault('no-connection', {}, cause)
  }
  if (!answer.ok) {
    const problem = await problemOf(answer)
    if (problem.message === 'not-signed-in') signedOut()
    throw problem
  }
  try {
    return (await answer.json()) as Answer<R>
  } catch (cause) {
    throw fault('bad-answer', { status: String(answer.status) }, cause)
  }
}
