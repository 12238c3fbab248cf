import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Outcome, PersonActor } from '../acts/context.ts'
import { ActFault } from '../acts/fault.ts'
import { whoIs } from '../acts/sign-in.ts'
import type { Refused } from '../domain/casework/refusal.ts'
import { fromText } from './bytes.ts'
import type { Api } from './contract.ts'
import type { Host, Installation } from './host.ts'

type Part<R, K extends string> = K extends keyof R
  ? R[K] extends z.ZodType
    ? z.output<R[K]>
    : never
  : undefined

/** One request as a handler sees it, its parts already checked against the contract. */
export type Call<R> = {
  readonly host: Host
  readonly params: Part<R, 'params'>
  readonly query: Part<R, 'query'>
  readonly body: Part<R, 'body'>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export type Handler<K extends keyof Api> = (call: Call<Api[K]>) => Promise<z.input<Api[K]['response']>>
export type Handlers = { readonly [K in keyof Api]: Handler<K> }

export const sessionCookie = 'tsujiban'

/** @throws ActFault `not-set-up` */
export function installed(host: Host): Installation {
  const installation = host.installation()
  if (installation === null) throw new ActFault('not-set-up')
  return installation
}

export function sessionToken(request: FastifyRequest): Uint8Array<ArrayBuffer> {
  const cookie = request.cookies[sessionCookie]
  if (cookie === undefined) throw new ActFault('not-signed-in')
  return fromText(cookie)
}

/** A request asks once who it is, however many parts of it want to know. */
const known = new WeakMap<FastifyRequest, PersonActor>()

/** @throws ActFault `not-signed-in` */
export async function signedIn(call: { readonly host: Host; readonly request: FastifyRequest }): Promise<{
  readonly installation: Installation
  readonly context: Installation['context']
  readonly actor: PersonActor
}> {
  const installation = installed(call.host)
  const actor = known.get(call.request) ?? (await whoIs(installation.context, sessionToken(call.request)))
  known.set(call.request, actor)
  return { installation, context: installation.context, actor }
}

/** Carries a refusal through the handlers to the one place that answers with it. */
export class RefusedAnswer extends Error {
  readonly refused: Refused
  constructor(refused: Refused) {
    super(refused.reason)
    this.name = 'RefusedAnswer'
    this.refused = refused
  }
}

export function settled<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new RefusedAnswer(outcome)
  return outcome.value
}
