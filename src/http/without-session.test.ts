import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { bytes } from '../../test/support/bench-people.ts'
import { HttpBench } from '../../test/support/http-bench.ts'
import { hour } from '../../test/support/step-clock.ts'
import { api } from './contract.ts'

let bench: ActsBench
let http: HttpBench
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
  http = await HttpBench.open(bench)
})
afterAll(async () => {
  await http.close()
  await bench.close()
})

/** What signs somebody in, or is said to everybody; with what each answers once a municipality is set up. */
const open: Readonly<Record<string, number>> = {
  'GET /api/state': 200,
  'GET /api/setup': 409,
  'GET /api/setup/capacity': 409,
  'PUT /api/setup/draft': 409,
  'POST /api/setup': 409,
  'GET /api/sample/officials': 404,
  'POST /api/session/parameters': 200,
  'POST /api/session': 401,
  'POST /api/enrolments': 401,
}
const raw = ['GET /api/footage/:case/:epoch/0', 'GET /api/exports/:id/bundle']
const closed = [...Object.keys(api).filter((route) => !(route in open)), ...raw]

const draft = {
  step: 1,
  municipality: '',
  department: '',
  pack: 'funabashi-houkago',
  cameras: 1,
  kbps: 100,
  managerName: '',
  managerPost: '',
  anchorFolder: '',
  host: '',
  address: '',
}
const text = Buffer.from(bytes(32)).toString('base64url')
const enrolment = {
  salt: text,
  proof: text,
  openPublicKey: text,
  signPublicKey: text,
  wrappedKeys: text,
}
const sound: Readonly<Record<string, unknown>> = {
  'PUT /api/setup/draft': draft,
  'POST /api/setup': {
    sample: true,
    draft,
    people: [
      {
        id: crypto.randomUUID(),
        name: 'a',
        post: 'b',
        role: 'responsibleManager',
        enrolment,
        wrappedRoleKey: text,
      },
    ],
    roleKey: { id: crypto.randomUUID(), publicKey: text },
    recoveryKit: null,
  },
  'POST /api/session/parameters': { name: 'nobody' },
  'POST /api/session': { name: 'nobody', proof: text },
  'POST /api/enrolments': { name: 'nobody', code: 'AAAA-AAAA-AAAA', enrolment },
}

test('the list of what is open is the whole of it', () => {
  expect(Object.keys(api)).toEqual(expect.arrayContaining(Object.keys(open)))
  expect(closed.length).toBeGreaterThan(25)
})

describe('without a session', () => {
  test.each(closed)('%s answers 401', async (route) => {
    const before = bench.fingerprint()
    // a body that is none must not be looked at before it is known who sends it
    for (const body of route.startsWith('GET') ? [undefined] : [{}, '{"', undefined]) {
      const answer = await http.ask(route, body === undefined ? {} : { body })
      expect(answer).toMatchObject({ status: 401, json: { kind: 'fault', code: 'not-signed-in' } })
    }
    expect(bench.fingerprint()).toBe(before)
  })

  test.each(Object.entries(open))('%s answers %i once the municipality is set up', async (route, status) => {
    const answer = await http.ask(route, {
      body: sound[route],
      ...(route.endsWith('capacity') ? { query: { pack: 'funabashi-houkago', cameras: 1, kbps: 100 } } : {}),
    })
    expect(answer.status).toBe(status)
  })
})

describe('with a session that is none', () => {
  const wrong: Readonly<Record<string, string>> = {
    'one that nobody has': `tsujiban=${text}`,
    'an empty one': 'tsujiban=',
    'no base64': 'tsujiban=%00%ff',
    'a very long one': `tsujiban=${'A'.repeat(8000)}`,
    'another name': `session=${text}`,
  }
  test.each(Object.entries(wrong))('%s is answered 401', async (_, cookie) => {
    const answer = await http.ask('GET /api/cases', { headers: { cookie } })
    expect(answer).toMatchObject({ status: 401, json: { code: 'not-signed-in' } })
  })

  test('a session that was signed out, and one that has expired, answer 401', async () => {
    const left = await http.signIn(bench.person('operator'))
    await left.ask('DELETE /api/session')
    expect(await left.try('GET /api/cases')).toMatchObject({ status: 401 })
    const idle = await http.signIn(bench.person('operator'))
    await idle.ask('GET /api/cases')
    bench.clock.forward(hour + 1)
    expect(await idle.try('GET /api/cases')).toMatchObject({ status: 401 })
  })

  test('the cookie is for this server, and no script reads it', async () => {
    const { enrolment: own, actor } = bench.person('operator')
    const answer = await http.ask('POST /api/session', {
      body: { name: actor.name, proof: Buffer.from(own.proof).toString('base64url') },
    })
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^tsujiban=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
  })
})

test('before the municipality is set up nothing is answered but the setup', async () => {
  const empty = await HttpBench.open(bench, { setUp: false })
  try {
    for (const route of closed) {
      const answer = await empty.ask(route, route.startsWith('GET') ? {} : { body: {} })
      expect(answer, route).toMatchObject({ status: 409, json: { code: 'not-set-up' } })
    }
    expect((await empty.ask('GET /api/sample/officials')).status).toBe(200)
  } finally {
    await empty.close()
  }
})
