import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { ActFault } from '../acts/fault.ts'
import { hasRelease } from '../acts/release-leaves.ts'
import type { CaseId, EpochId } from '../domain/ids.ts'
import { type Api, api, type Problem } from './contract.ts'
import { statusOf } from './faults.ts'
import type { Host } from './host.ts'
import { type Call, type Handlers, RefusedAnswer, signedIn } from './router.ts'
import { cameraRoutes } from './routes/cameras.ts'
import { caseRoutes } from './routes/cases.ts'
import { guidelineRoutes } from './routes/guideline.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { peopleRoutes } from './routes/people.ts'
import { setupRoutes } from './routes/setup.ts'

const handlers: Handlers = {
  ...setupRoutes,
  ...peopleRoutes,
  ...cameraRoutes,
  ...caseRoutes,
  ...guidelineRoutes,
  ...ledgerRoutes,
}

/** What can be asked without a session: before a municipality is set up, and to sign in. Every other route asks who it is before it reads. */
const withoutSession: ReadonlySet<keyof Api> = new Set([
  'GET /api/state',
  'GET /api/setup',
  'GET /api/setup/capacity',
  'PUT /api/setup/draft',
  'POST /api/setup',
  'GET /api/sample/officials',
  'POST /api/session/parameters',
  'POST /api/session',
  'POST /api/enrolments',
])

export type AppOptions = {
  readonly host: Host
  /** folder of the built browser app; null serves the interface alone */
  readonly webFolder: string | null
  readonly version: string
  /** called with faults that are the program's own, for the log */
  readonly onFault: (error: unknown, what: string) => void
}

/** The web server of one installation; listening is the caller's. */
export async function createApp({ host, webFolder, version, onFault }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 16 * 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    // a HEAD must not use up what a GET hands out once
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => {
      answerProblem(error, request, reply, onFault)
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(cookie)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Tsujiban', version } },
    transform: jsonSchemaTransform,
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // the same address serves http on the machine itself, so the browser must not be told to forget it
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  })

  app.addHook('onRequest', async (request) => {
    checkHost(request, host)
    if (request.method !== 'GET' && request.method !== 'HEAD') checkOrigin(request)
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
  })
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, onFault))

  const typed = app.withTypeProvider<ZodTypeProvider>()
  for (const name of Object.keys(api) as (keyof Api)[]) addRoute(typed, host, name)
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  addFootage(app, host)
  addBundle(app, host)
  await addWeb(app, webFolder)
  return app
}

type RouteSchemas = {
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly response: z.ZodType
}

function addRoute(app: FastifyInstance, host: Host, name: keyof Api): void {
  const [method, url] = name.split(' ') as [string, string]
  const { params, query, body, response } = api[name] as RouteSchemas
  app.route({
    method,
    url,
    onRequest: async (request) => {
      if (!withoutSession.has(name)) await signedIn({ host, request })
    },
    schema: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      response: { 200: response },
    },
    handler: async (request, reply) => {
      const call = { host, request, reply, params: request.params, query: request.query, body: request.body }
      // the schemas above made each part what this route's handler takes
      return (handlers[name] as (call: Call<unknown>) => Promise<unknown>)(call as Call<unknown>)
    },
  })
}

/** Sealed records of one leaf, only to somebody to whom it is released. */
function addFootage(app: FastifyInstance, host: Host): void {
  app.get('/api/footage/:case/:epoch/:leaf', async (request, reply) => {
    const { context, actor } = await signedIn({ host, request })
    const params = request.params as { case: string; epoch: string; leaf: string }
    const leaf = { epoch: params.epoch as EpochId, leaf: Number(params.leaf) }
    if (!(await hasRelease(context, actor.person, params.case as CaseId, leaf)))
      throw new ActFault('key-not-held')
    return reply.type('application/octet-stream').send(Buffer.from(await context.footage.readLeaf(leaf)))
  })
}

function addBundle(app: FastifyInstance, host: Host): void {
  app.get('/api/exports/:id/bundle', async (request, reply) => {
    const { installation, actor } = await signedIn({ host, request })
    const { id } = request.params as { id: string }
    const bundle = installation.exportBundle(id, actor.person)
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="tsujiban-${bundle.caseNumber}.zip"`)
      .send(Readable.from(bundle.bytes))
  })
}

async function addWeb(app: FastifyInstance, webFolder: string | null): Promise<void> {
  if (webFolder !== null)
    await app.register(files, { root: webFolder, wildcard: false, index: false, maxAge: '1h' })
  const page = webFolder === null ? null : readFileSync(join(webFolder, 'index.html'))
  app.setNotFoundHandler(async (request, reply) => {
    // a page of an earlier build asks for files that are gone: the page in their place would only hide that
    if (page === null || /^\/(api|assets)\//.test(request.url))
      throw new ActFault('not-found', { what: 'address' })
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  })
}

/** Other names of this machine are another site's trick (DNS rebinding): only those the clerk knows are answered. */
function checkHost(request: FastifyRequest, host: Host): void {
  const own = ['127.0.0.1', 'localhost', '[::1]', ...host.hostNames()]
  if (!own.includes(request.hostname)) throw new ActFault('origin-refused')
}

/** A page of another origin cannot set this header, and browsers name the origin of what they send. */
function checkOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers
  const own = origin === undefined || URL.parse(origin)?.host === host
  if (!own || request.headers['x-tsujiban'] !== '1') throw new ActFault('origin-refused')
}

function answerProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  onFault: AppOptions['onFault'],
): FastifyReply {
  if (error instanceof RefusedAnswer) {
    const { clauses, reason, params } = error.refused
    return reply
      .status(403)
      .send({ kind: 'refused', clauses: [...clauses], reason, params: { ...params } } satisfies Problem)
  }
  const known = statusOf(error)
  if (known !== null) {
    if (known.status >= 500) onFault(error, `${request.method} ${request.url}`)
    return reply
      .status(known.status)
      .send({ kind: 'fault', code: known.code, params: known.params } satisfies Problem)
  }
  onFault(error, `${request.method} ${request.url}`)
  return reply.status(500).send({ kind: 'fault', code: 'internal', params: {} } satisfies Problem)
}
