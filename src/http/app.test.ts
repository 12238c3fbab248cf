import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { opened as openedLeaves } from '../../test/support/bench-case.ts'
import { enrolmentOf } from '../../test/support/bench-people.ts'
import { HttpBench, type Session } from '../../test/support/http-bench.ts'
import {
  enterOverHttp,
  exportOverHttp,
  releaseCall,
  startViewingOverHttp,
  unlockOverHttp,
  windowOf,
} from '../../test/support/http-case.ts'
import { openBundle } from '../adapters/filesystem/bundle-source.ts'
import type { CameraId } from '../domain/ids.ts'
import { verifyBundle } from '../evidence/verify-bundle.ts'
import { newPerson } from '../vault/test-support/people.ts'

let bench: ActsBench
let http: HttpBench
let manager: Session
let operator: Session
let camera: CameraId
let recorded: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  recorded = await recordEpoch(bench, camera, { leaves: 8 })
  http = await HttpBench.open(bench)
  manager = await http.signIn(bench.person('manager'))
  operator = await http.signIn(bench.person('operator'))
})
afterAll(async () => {
  await http.close()
  await bench.close()
})

const me = () => bench.person('operator')

test('funabashi:9(5) a search goes from its purpose to the opened leaves over the contract alone', async () => {
  const id = await enterOverHttp(operator, 'search', [camera], windowOver(recorded, 1, 2))
  await unlockOverHttp(bench, operator, me(), id)
  const { playlist, keys } = await windowOf(operator, me(), id)
  const viewing = await startViewingOverHttp(operator, id)
  const released = await keys.release(playlist.leaves, releaseCall(operator, id, { viewing, export: null }))
  for (const { epoch, leaf } of playlist.leaves) {
    const bytes = await operator.try(`GET /api/footage/${id}/${epoch}/${leaf}`)
    expect(bytes.status).toBe(200)
    expect(bytes.headers['content-type']).toBe('application/octet-stream')
    expect(bytes.headers['cache-control']).toBe('no-store')
    expect(new Uint8Array(bytes.bytes)).toEqual(
      await bench.context.footage.readLeaf({ epoch: epoch as typeof recorded.epoch, leaf }),
    )
  }
  expect(await openedLeaves(bench, released)).toEqual(
    recorded.leaves.slice(1, 3).flatMap(({ plaintexts }) => plaintexts),
  )
  await operator.ask('POST /api/viewings/:id/end', { params: { id: viewing } })
  expect(await operator.ask('GET /api/cases/:id', { params: { id } })).toMatchObject({
    state: 'unlocked',
    heldUntil: '2027-11-01',
    viewings: [{ by: 'operator' }],
  })
})

test('funabashi:9(6) a request goes from the police to a bundle that verifies by itself', async () => {
  const id = await enterOverHttp(operator, 'provision', [camera], windowOver(recorded, 3, 5))
  await manager.ask('POST /api/cases/:id/decision', {
    params: { id },
    body: { outcome: 'approved', reason: '犯罪の予防のために必要と認める' },
  })
  await unlockOverHttp(bench, operator, me(), id)
  const { job, keys } = await exportOverHttp(operator, me(), id)
  await operator.ask('POST /api/exports/:id/keys', { params: { id: job.id }, body: keys })
  const bundle = await operator.try(`GET /api/exports/${job.id}/bundle`)
  expect(bundle.status).toBe(200)
  expect(String(bundle.headers['content-disposition'])).toMatch(/filename="tsujiban-2026-\d{4}\.zip"/)
  const path = join(bench.folder.root, 'bundle.zip')
  writeFileSync(path, bundle.bytes)
  const opened = await openBundle(path)
  const verdict = await verifyBundle(opened.source, {})
  await opened.close()
  expect(verdict).toMatchObject({ ok: true, findings: [] })
  expect(verdict.manifest?.case).toBe('2026-0002')
})

test('cameras, coverage, gaps, warnings, ledger and erasures are answered as the contract has them', async () => {
  const query = { from: recorded.leaves[0]?.first, to: bench.clock.now() }
  expect(await operator.ask('GET /api/cameras')).toMatchObject({
    cameras: [{ id: camera, facility: '海神第1放課後ルーム', state: 'connecting' }],
  })
  const coverage = (await operator.ask('GET /api/coverage', { query })) as {
    retention: unknown
    cameras: { hours: { sealed: number; held: number }[] }[]
  }
  const hours = coverage.cameras[0]?.hours ?? []
  expect(hours.reduce((sum, { sealed, held }) => sum + sealed + held, 0)).toBe(80_000)
  expect(coverage.retention).toMatchObject({ days: 14, lastDay: '2026-11-14', otherLastDay: '2026-11-15' })
  expect(await operator.ask('GET /api/cameras/:id/gaps', { params: { id: camera }, query })).toEqual({
    gaps: [],
  })
  expect(await operator.ask('GET /api/warnings')).toMatchObject({ fewHolders: false, lateErasures: 0 })
  expect(await operator.ask('GET /api/register')).toMatchObject({ clause: 'funabashi:4-2' })
  expect(await operator.ask('GET /api/erasures')).toEqual({ erasures: [] })
  const ledger = (await manager.ask('GET /api/ledger', { query: { limit: 5 } })) as { entries: unknown[] }
  expect(ledger.entries).toHaveLength(5)
  expect(await manager.ask('POST /api/ledger/check', { body: { saved: '' } })).toMatchObject({ ok: true })
})

test('funabashi:6-1 people are invited, enrol and are given the key over the contract', async () => {
  const { person, code } = (await manager.ask('POST /api/people', {
    body: { name: '新任 取扱者', post: '係員', role: 'designatedOperator' },
  })) as { person: { id: string }; code: string }
  const keys = await newPerson()
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const made = enrolmentOf(keys)
  const enrolment = Object.fromEntries(Object.entries(made).map(([name, value]) => [name, text(value)]))
  const enrolled = await http.ask('POST /api/enrolments', {
    body: { name: '新任 取扱者', code, enrolment },
  })
  expect(enrolled.status).toBe(200)
  const again = await http.ask('POST /api/enrolments', {
    body: { name: '新任 取扱者', code, enrolment },
  })
  expect(again).toMatchObject({ status: 401, json: { kind: 'fault', code: 'invite-invalid' } })
  await manager.ask('POST /api/people/:id/role-key', {
    params: { id: person.id },
    body: { roleKey: bench.roleKey.id, wrapped: text(new Uint8Array(113)) },
  })
  const { people } = (await operator.ask('GET /api/people')) as { people: { id: string }[] }
  expect(people.find(({ id }) => id === person.id)).toMatchObject({
    state: 'enrolled',
    holdsRoleKey: true,
    openPublicKey: text(keys.openPublicKey),
  })
})

test('a refusal is answered with its clauses, and nothing is called a fault of the program', async () => {
  const answer = await operator.try('POST /api/cases', {
    body: {
      ground: 'search',
      purpose: ' ',
      cameras: [camera],
      ...windowOver(recorded, 0, 0),
      applicant: null,
    },
  })
  expect(answer).toMatchObject({
    status: 403,
    json: { kind: 'refused', reason: 'purpose-missing', clauses: ['funabashi:9(5)'] },
  })
  expect(http.faults).toEqual([])
})

test('a bundle whose reader goes away half-way ends the job and leaves nothing behind', async () => {
  const id = await enterOverHttp(operator, 'provision', [camera], windowOver(recorded, 0, 7))
  await manager.ask('POST /api/cases/:id/decision', {
    params: { id },
    body: { outcome: 'approved', reason: '必要' },
  })
  await unlockOverHttp(bench, operator, me(), id)
  const { job, keys } = await exportOverHttp(operator, me(), id)
  await operator.ask('POST /api/exports/:id/keys', { params: { id: job.id }, body: keys })
  const bundle = http.jobs.bundle(job.id, me().id)
  for await (const part of bundle.bytes) {
    expect(part.length).toBeGreaterThan(0)
    break
  }
  const again = await operator.try(`GET /api/exports/${job.id}/bundle`)
  expect(again).toMatchObject({ status: 404, json: { code: 'export-unknown' } })
})
