import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { bytes } from '../../test/support/bench-people.ts'
import { HttpBench, type Session } from '../../test/support/http-bench.ts'
import type { CameraId } from '../domain/ids.ts'

// What somebody in the network, or with an account, might send. Statuses, codes and what is left behind.

let bench: ActsBench
let http: HttpBench

let operator: Session

let camera: CameraId
let recorded: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  recorded = await recordEpoch(bench, camera, { leaves: 6 })
  http = await HttpBench.open(bench)
  operator = await http.signIn(bench.person('operator'))
})
afterAll(async () => {
  expect(http.faults).toEqual([])
  await http.close()
  await bench.close()
})

const text = (raw: Uint8Array) => Buffer.from(raw).toString('base64url')

describe('origin', () => {
  const search = () => ({
    ground: 'search',
    purpose: '確認',
    cameras: [camera],
    ...windowOver(recorded, 0, 0),
    applicant: null,
  })
  const attempts: Readonly<Record<string, Record<string, string>>> = {
    'without the header that no foreign page can set': { 'x-tsujiban': '' },
    'with another value of that header': { 'x-tsujiban': 'yes' },
    'from another origin': { origin: 'http://evil.example' },
    'from another port of this machine': { origin: 'http://127.0.0.1:9999' },
    'from a page without an origin': { origin: 'null' },
    'with an origin that is none': { origin: 'no address' },
  }
  test.each(Object.entries(attempts))('violation: a request %s', async (_, headers) => {
    const before = bench.fingerprint()
    const answer = await operator.try('POST /api/cases', { body: search(), headers })
    expect(answer).toMatchObject({ status: 403, json: { kind: 'fault', code: 'origin-refused' } })
    expect(bench.fingerprint()).toBe(before)
  })

  test('from this origin it is taken', async () => {
    const headers = { origin: 'http://127.0.0.1:8480' }
    expect((await operator.try('POST /api/cases', { body: search(), headers })).status).toBe(200)
  })
})

describe('names of this machine', () => {
  test.each(['evil.example', 'evil.example:8480', '192.0.2.1', 'localhost.evil.example'])(
    'violation: asked for as %j',
    async (name) => {
      const answer = await http.ask('GET /api/state', { headers: { host: name } })
      expect(answer).toMatchObject({ status: 403, json: { code: 'origin-refused' } })
    },
  )

  test.each(['127.0.0.1', 'localhost:8480', '[::1]:8480', 'tsujiban.test:8443'])(
    'asked for as %s it answers',
    async (name) => {
      const answer = await http.ask('GET /api/state', { headers: { host: name } })
      expect(answer.status).toBe(200)
    },
  )
})

describe('bodies', () => {
  const good = () => ({
    ground: 'search',
    purpose: '確認',
    cameras: [camera] as unknown[],
    ...windowOver(recorded, 0, 0),
    applicant: null,
  })
  const bad: Readonly<Record<string, (sound: ReturnType<typeof good>) => unknown>> = {
    'no JSON': () => '{"kind":',
    'not an object': () => '[1,2]',
    nothing: () => '',
    'a ground that is no id': (sound) => ({ ...sound, ground: 'every thing' }),
    'a number for a text': (sound) => ({ ...sound, purpose: 7 }),
    'a text that is too long': (sound) => ({ ...sound, purpose: 'あ'.repeat(1001) }),
    'no cameras': (sound) => ({ ...sound, cameras: [] }),
    'too many cameras': (sound) => ({ ...sound, cameras: Array(51).fill(crypto.randomUUID()) }),
    'a camera that is no id': (sound) => ({ ...sound, cameras: ["x' OR 1=1 --"] }),
    'a time before the calendar': (sound) => ({ ...sound, from: -9_007_199_254_740_991 }),
    'a time after the calendar': (sound) => ({ ...sound, to: 9_007_199_254_740_991 }),
    'a time with a fraction': (sound) => ({ ...sound, from: 1.5 }),
    'an applicant with half the fields': (sound) => ({ ...sound, applicant: { agency: '見本警察署' } }),
  }
  test.each(Object.entries(bad))('violation: %s', async (_, make) => {
    const before = bench.fingerprint()
    const answer = await operator.try('POST /api/cases', { body: make(good()) })
    expect(answer).toMatchObject({ status: 400, json: { kind: 'fault', code: 'request-invalid' } })
    expect(bench.fingerprint()).toBe(before)
  })

  test('violation: fields that the contract does not have change nothing', async () => {
    const view = await operator.ask('POST /api/cases', {
      body: {
        ...good(),
        id: crypto.randomUUID(),
        state: 'unlocked',
        clause: 'funabashi:9(6)',
        enteredBy: bench.person('manager').id,
      },
    })
    expect(view).toMatchObject({ state: 'approved', ground: 'funabashi:9(5)', enteredBy: 'operator' })
  })

  test('violation: a body of more than 16 MiB', async () => {
    const answer = await operator.try('POST /api/cases', { body: `"${'x'.repeat(16 * 1024 * 1024)}"` })
    expect(answer).toMatchObject({ status: 413, json: { code: 'request-invalid' } })
  })

  test('violation: a body of another type', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await operator.try('POST /api/cases', { body: 'kind=search', headers })
    expect(answer).toMatchObject({ status: 415, json: { code: 'request-invalid' } })
  })

  test('violation: addresses and queries that make no sense', async () => {
    for (const [route, status] of [
      ['GET /api/cases/none', 400],
      ['GET /api/nothing', 404],
      ['GET /nothing', 404],
      ['GET /api/ledger?limit=0', 400],
      ['GET /api/ledger?limit=9999', 400],
      ['GET /api/ledger?before=x', 400],
      ['GET /api/coverage?from=1', 400],
      ['GET /api/coverage?from=-1&to=99999999999999999', 400],
      [`GET /api/cases/${crypto.randomUUID()}`, 404],
      [`GET /api/cases/${crypto.randomUUID()}/window`, 404],
      ['PATCH /api/cases', 404],
      ['GET /api/%zz', 400],
    ] as const)
      expect((await operator.try(route)).status, route).toBe(status)
  })

  test('violation: names and purposes that are markup or SQL stay text', async () => {
    const purpose = `<script>alert(1)</script>'; DROP TABLE cases; --`
    const { id } = await operator.ask('POST /api/cases', { body: { ...good(), purpose } })
    expect(await operator.ask('GET /api/cases/:id', { params: { id: String(id) } })).toMatchObject({
      purpose,
    })
  })
})

test('violation: a cookie that somebody else was given acts as that person, and as nobody once signed out', async () => {
  const theirs = await http.signIn(bench.person('second'))
  const stolen = await http.ask('GET /api/session', { headers: { cookie: theirs.cookie } })
  expect(stolen.json['person']).toMatchObject({ name: 'second' })
  await theirs.ask('DELETE /api/session')
  expect((await http.ask('GET /api/session', { headers: { cookie: theirs.cookie } })).status).toBe(401)
})

test('violation: a wrong passphrase, five times and once more', async () => {
  const attempt = () => http.ask('POST /api/session', { body: { name: 'second', proof: text(bytes(32)) } })
  for (let failures = 1; failures <= 5; failures++)
    expect(await attempt()).toMatchObject({
      status: 401,
      json: { code: 'sign-in-failed', params: { failures: String(failures) } },
    })
  expect(await attempt()).toMatchObject({ status: 429, json: { code: 'sign-in-paused' } })
  expect(bench.entries('sign-in-failed').slice(-5)).toMatchObject(
    [1, 2, 3, 4, 5].map((failures) => ({ body: { name: 'second', failures } })),
  )
})

test('violation: the role key handed to somebody by a person who does not hold it', async () => {
  const roleKey = crypto.randomUUID()
  const answer = await operator.try('POST /api/people/:id/role-key', {
    params: { id: bench.person('second').id },
    body: { roleKey, wrapped: text(bytes(113)) },
  })
  expect(answer).toMatchObject({ status: 403, json: { code: 'key-not-held' } })
})
