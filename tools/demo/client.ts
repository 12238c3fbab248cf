import type { z } from 'zod'
import { type Api, api, type Problem, problem } from '../../src/http/contract.ts'

type Input<R, K extends string> = K extends keyof R
  ? R[K] extends z.ZodType
    ? z.input<R[K]>
    : never
  : undefined
type Output<R> = R extends { response: z.ZodType } ? z.output<R['response']> : never

export type Ask<R> = {
  readonly params?: Input<R, 'params'>
  readonly query?: Input<R, 'query'>
  readonly body?: Input<R, 'body'>
}

export class Answered extends Error {
  readonly status: number
  readonly problem: Problem
  constructor(status: number, answer: Problem) {
    super(`${status} ${JSON.stringify(answer)}`)
    this.status = status
    this.problem = answer
  }
}

/** One person at one browser: the contract over HTTP, with a cookie of its own. */
export class Client {
  readonly #base: string
  #cookie = ''

  constructor(base: string) {
    this.#base = base
  }

  /** @throws Answered for every answer that is not 200 */
  async ask<K extends keyof Api>(
    route: K,
    { params, query, body }: Ask<Api[K]> = {},
  ): Promise<Output<Api[K]>> {
    const [method, path] = route.split(' ') as [string, string]
    const filled = path.replace(/:(\w+)/g, (_, name: string) =>
      String((params as Record<string, unknown>)[name]),
    )
    const search = new URLSearchParams(
      Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
    ).toString()
    const response = await this.#fetch(search === '' ? filled : `${filled}?${search}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json: unknown = await response.json()
    if (!response.ok) throw new Answered(response.status, problem.parse(json))
    return (api[route] as { response: z.ZodType }).response.parse(json) as Output<Api[K]>
  }

  /** @throws Answered */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.#fetch(path, { method: 'GET' })
    if (!response.ok) throw new Answered(response.status, problem.parse(await response.json()))
    return new Uint8Array(await response.arrayBuffer())
  }

  async #fetch(path: string, init: { readonly method: string; readonly body?: string }): Promise<Response> {
    const response = await fetch(`${this.#base}${path}`, {
      ...init,
      headers: {
        'x-tsujiban': '1',
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
      },
    })
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
    if (cookie !== undefined) this.#cookie = cookie
    return response
  }
}
