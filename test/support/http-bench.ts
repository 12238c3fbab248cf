import type { FastifyInstance, InjectOptions } from 'fastify'
import { ActFault } from '../../src/acts/fault.ts'
import type { RoleKeyId } from '../../src/domain/ids.ts'
import { createApp } from '../../src/http/app.ts'
import { type Api, api, problem } from '../../src/http/contract.ts'
import type { Host, Installation } from '../../src/http/host.ts'
import { ExportJobs } from '../../src/main/export-jobs.ts'
import type { ActsBench } from './acts-bench.ts'
import type { BenchPerson } from './bench-people.ts'

export type Answer = {
  readonly status: number
  readonly json: Record<string, unknown>
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
}

type Parts = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The web server over a bench, asked in memory; its recorder is the bench's store and says nothing of cameras. */
export class HttpBench {
  readonly app: FastifyInstance
  readonly jobs: ExportJobs
  /** faults that the server calls its own */
  readonly faults: readonly string[]

  private constructor(app: FastifyInstance, jobs: ExportJobs, faults: readonly string[]) {
    this.app = app
    this.jobs = jobs
    this.faults = faults
  }

  /** @param setUp false: the municipality is not set up yet */
  static async open(bench: ActsBench, options: { readonly setUp?: boolean } = {}): Promise<HttpBench> {
    const jobs = new ExportJobs(bench.parts, bench.config)
    const faults: string[] = []
    const app = await createApp({
      host: hostOf(bench, jobs, options.setUp ?? true),
      webFolder: null,
      version: '0.0.0',
      onFault: (error, what) => faults.push(`${what}: ${String(error)}`),
    })
    return new HttpBench(app, jobs, faults)
  }

  async close(): Promise<void> {
    this.jobs.close()
    await this.app.close()
  }

  /** Asks as somebody who has no session. */
  async ask(route: string, parts: Parts = {}): Promise<Answer> {
    const [method, path] = route.split(' ') as [InjectOptions['method'], string]
    const url = path.replace(/:(\w+)/g, (_, name: string) => parts.params?.[name] ?? crypto.randomUUID())
    const response = await this.app.inject({
      ...(method === undefined ? {} : { method }),
      url,
      query: Object.fromEntries(
        Object.entries(parts.query ?? {}).map(([name, value]) => [name, String(value)]),
      ),
      headers: {
        'x-tsujiban': '1',
        host: '127.0.0.1:8480',
        ...(typeof parts.body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...parts.headers,
      },
      ...(parts.body === undefined ? {} : { payload: parts.body as string | object }),
    })
    const type = String(response.headers['content-type'])
    return {
      status: response.statusCode,
      json: type.includes('json') ? response.json<Record<string, unknown>>() : {},
      bytes: response.rawPayload,
      headers: response.headers,
    }
  }

  async signIn(person: BenchPerson): Promise<Session> {
    const answer = await this.ask('POST /api/session', {
      body: { name: person.actor.name, proof: Buffer.from(person.enrolment.proof).toString('base64url') },
    })
    if (answer.status !== 200) throw new Error(`not signed in: ${JSON.stringify(answer.json)}`)
    const [cookie] = String(answer.headers['set-cookie']).split(';')
    return new Session(this, cookie ?? '')
  }
}

/** Somebody signed in. */
export class Session {
  readonly cookie: string
  readonly #bench: HttpBench

  constructor(bench: HttpBench, cookie: string) {
    this.#bench = bench
    this.cookie = cookie
  }

  /** The answer, whatever it is; what is not 2xx is checked to be a `Problem`. */
  async try(route: string, parts: Parts = {}): Promise<Answer> {
    const answer = await this.#bench.ask(route, {
      ...parts,
      headers: { cookie: this.cookie, ...parts.headers },
    })
    if (answer.status >= 300) problem.parse(answer.json)
    return answer
  }

  /** @throws Error for an answer that is not 200, or not what the contract says */
  async ask(route: keyof Api, parts: Parts = {}): Promise<Record<string, unknown>> {
    const answer = await this.try(route, parts)
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.json)}`)
    return api[route].response.parse(answer.json)
  }
}

function hostOf(bench: ActsBench, jobs: ExportJobs, setUp: boolean): Host {
  const installation: Installation = {
    get context() {
      return bench.context
    },
    sample: false,
    roleKey: { id: bench.roleKey.id satisfies RoleKeyId, publicKey: bench.roleKey.publicKey },
    cameraStatus: async () => new Map(),
    camerasChanged: async () => undefined,
    holdsChanged: () => undefined,
    openExportJob: (plan, person) => jobs.open(plan, person),
    giveExportKeys: (id, person, sealed) => jobs.giveKeys(id, person, sealed),
    exportBundle: (id, person) => jobs.bundle(id, person),
    checkLedger: async (saved) => {
      const { ok, size, findings } = await bench.parts.checkLedger(saved)
      return { ok, size, findings: findings.map(({ code }) => ({ code, params: {} })) }
    },
    checkpoint: () => null,
  }
  const notHere = async (): Promise<never> => {
    throw new ActFault('not-found', { what: 'setup' })
  }
  return {
    hostNames: () => ['tsujiban.test'],
    state: async () => ({
      setup: setUp ? 'done' : 'empty',
      sample: false,
      municipality: null,
      pack: null,
      version: '0.0.0',
      now: bench.clock.now(),
    }),
    installation: () => (setUp ? installation : null),
    setupOffer: notHere,
    capacity: notHere,
    saveDraft: notHere,
    setUp: notHere,
  }
}
