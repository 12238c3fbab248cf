import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { bytes } from '../../test/support/bench-people.ts'
import { HttpBench, type Session } from '../../test/support/http-bench.ts'
import {
  enterOverHttp,
  exportOverHttp,
  releaseCall,
  startViewingOverHttp,
  unlockBody,
  unlockOverHttp,
  windowOf,
} from '../../test/support/http-case.ts'
import { day } from '../../test/support/step-clock.ts'
import { eraseExpired } from '../acts/erase-expired.ts'
import type { CameraId } from '../domain/ids.ts'
import { sealClipKeys } from '../vault/export-keys.ts'
import { newOneTimeKey } from '../vault/p256.ts'

// What somebody in the network, or with an account, might send. Statuses, codes and what is left behind.

let bench: ActsBench
let http: HttpBench
let manager: Session
let operator: Session
let second: Session
let camera: CameraId
let recorded: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  recorded = await recordEpoch(bench, camera, { leaves: 6 })
  http = await HttpBench.open(bench)
  manager = await http.signIn(bench.person('manager'))
  operator = await http.signIn(bench.person('operator'))
  second = await http.signIn(bench.person('second'))
})
afterAll(async () => {
  expect(http.faults).toEqual([])
  await http.close()
  await bench.close()
})

const me = () => bench.person('operator')
const text = (raw: Uint8Array) => Buffer.from(raw).toString('base64url')

async function unlockedSearch(first = 1, last = 2): Promise<string> {
  const id = await enterOverHttp(operator, 'search', [camera], windowOver(recorded, first, last))
  await unlockOverHttp(bench, operator, me(), id)
  return id
}

async function unlockedRequest(): Promise<string> {
  const id = await enterOverHttp(operator, 'provision', [camera], windowOver(recorded, 1, 2))
  const body = { outcome: 'approved', reason: '必要' }
  await manager.ask('POST /api/cases/:id/decision', { params: { id }, body })
  await unlockOverHttp(bench, operator, me(), id)
  return id
}

describe('unlocking', () => {
  test('violation: signature, instruction or grants that are garbage', async () => {
    const id = await enterOverHttp(operator, 'search', [camera], windowOver(recorded, 1, 2))
    const sound = await unlockBody(bench, operator, me(), id)
    for (const [change, status, code] of [
      [{ signature: text(bytes(64)) }, 422, 'signature-invalid'],
      [{ signature: '' }, 422, 'signature-invalid'],
      [{ instruction: '{}' }, 422, 'malformed'],
      [{ grants: sound.grants.slice(1) }, 422, 'grants-incomplete'],
      [{ grants: [] }, 400, 'request-invalid'],
      [{ signature: 'not base64!' }, 400, 'request-invalid'],
    ] as const) {
      const body = { ...sound, ...change }
      const answer = await operator.try('POST /api/cases/:id/unlock', { params: { id }, body })
      expect(answer).toMatchObject({ status, json: { kind: 'fault', code } })
    }
    const foreign = await second.try('POST /api/cases/:id/unlock', { params: { id }, body: sound })
    expect(foreign).toMatchObject({ status: 409, json: { code: 'instruction-mismatch' } })
    await operator.ask('POST /api/cases/:id/unlock', { params: { id }, body: sound })
    const again = await operator.try('POST /api/cases/:id/unlock', { params: { id }, body: sound })
    expect(again).toMatchObject({ status: 409, json: { code: 'wrong-state' } })
  })
})

describe('footage', () => {
  const leafUrl = (id: string, leaf: number) => `GET /api/footage/${id}/${recorded.epoch}/${leaf}`

  test('violation: sealed bytes without a release, of another leaf, another case, another person', async () => {
    const id = await unlockedSearch()
    expect(await operator.try(leafUrl(id, 1))).toMatchObject({
      status: 403,
      json: { code: 'key-not-held' },
    })
    const viewing = await startViewingOverHttp(operator, id)
    const { playlist, keys } = await windowOf(operator, me(), id)
    await keys.release(playlist.leaves.slice(0, 1), releaseCall(operator, id, { viewing, export: null }))
    expect((await operator.try(leafUrl(id, 1))).status).toBe(200)
    const other = await unlockedSearch()
    for (const attempt of [
      operator.try(leafUrl(id, 2)),
      operator.try(leafUrl(id, 0)),
      operator.try(leafUrl(other, 1)),
      second.try(leafUrl(id, 1)),
      operator.try(`GET /api/footage/${id}/${recorded.epoch}/x`),
      operator.try(`GET /api/footage/${id}/..%2F..%2Frecords.sqlite/1`),
      operator.try(`GET /api/footage/x/${recorded.epoch}/1`),
    ])
      expect(await attempt).toMatchObject({ status: 403, json: { code: 'key-not-held' } })
  })

  test('violation: a release with a key that is none, of leaves outside, or of none at all', async () => {
    const id = await unlockedSearch()
    const viewing = await startViewingOverHttp(operator, id)
    const session = await newOneTimeKey()
    const sound = {
      sessionPublicKey: text(session.publicKey),
      leaves: [{ epoch: recorded.epoch as string, leaf: 1 }],
      viewing,
      export: null,
    }
    const before = bench.context.records.size()
    for (const [change, status, code] of [
      [{ sessionPublicKey: text(bytes(65)) }, 422, 'bad-key'],
      [{ sessionPublicKey: '' }, 422, 'bad-key'],
      [{ leaves: [{ epoch: recorded.epoch, leaf: 5 }] }, 409, 'instruction-mismatch'],
      [{ leaves: [{ epoch: recorded.epoch, leaf: -1 }] }, 409, 'instruction-mismatch'],
      [{ leaves: [...sound.leaves, ...sound.leaves] }, 422, 'malformed'],
      [{ leaves: [] }, 400, 'request-invalid'],
      [{ viewing: null }, 404, 'not-found'],
      [{ viewing: crypto.randomUUID() }, 404, 'not-found'],
    ] as const) {
      const body = { ...sound, ...change }
      const answer = await operator.try('POST /api/cases/:id/release', { params: { id }, body })
      expect(answer).toMatchObject({ status, json: { kind: 'fault', code } })
    }
    const foreign = await second.try('POST /api/cases/:id/release', { params: { id }, body: sound })
    expect(foreign).toMatchObject({ status: 404, json: { code: 'not-found' } })
    expect(bench.context.records.size()).toBe(before)
    expect((await operator.try('POST /api/cases/:id/release', { params: { id }, body: sound })).status).toBe(
      200,
    )
  })

  test('violation: the end of somebody else’s viewing', async () => {
    const id = await unlockedSearch()
    const viewing = await startViewingOverHttp(operator, id)
    const answer = await second.try('POST /api/viewings/:id/end', { params: { id: viewing } })
    expect(answer).toMatchObject({ status: 404, json: { code: 'not-found' } })
  })
})

describe('copies', () => {
  test('funabashi:9(7) violation: a copy of a search', async () => {
    const id = await unlockedSearch()
    const answer = await operator.try('POST /api/cases/:id/exports', {
      params: { id },
      body: { recipient: '見本警察署', medium: 'DVD-R' },
    })
    expect(answer).toMatchObject({
      status: 403,
      json: { kind: 'refused', reason: 'no-ground', clauses: ['funabashi:9(7)'] },
    })
  })

  test("violation: keys for somebody else's copy, and its bundle", async () => {
    const id = await unlockedRequest()
    const { job, keys } = await exportOverHttp(operator, me(), id)
    const params = { id: job.id }
    const unknown = { status: 404, json: { code: 'export-unknown' } }
    expect(await second.try('POST /api/exports/:id/keys', { params, body: keys })).toMatchObject(unknown)
    expect(await operator.try(`GET /api/exports/${job.id}/bundle`)).toMatchObject(unknown)
    await operator.ask('POST /api/exports/:id/keys', { params, body: keys })
    expect(await second.try(`GET /api/exports/${job.id}/bundle`)).toMatchObject(unknown)
    expect((await operator.try(`GET /api/exports/${job.id}/bundle`)).status).toBe(200)
  })

  test('violation: a bundle twice', async () => {
    const id = await unlockedRequest()
    const { job, keys } = await exportOverHttp(operator, me(), id)
    await operator.ask('POST /api/exports/:id/keys', { params: { id: job.id }, body: keys })
    expect((await operator.try(`GET /api/exports/${job.id}/bundle`)).status).toBe(200)
    expect(await operator.try(`GET /api/exports/${job.id}/bundle`)).toMatchObject({
      status: 404,
      json: { code: 'export-unknown' },
    })
  })

  test('violation: keys that are garbage, of another export, of too few leaves, or given twice', async () => {
    const id = await unlockedRequest()
    const { job, keys } = await exportOverHttp(operator, me(), id)
    const other = await exportOverHttp(operator, me(), id)
    const give = (body: unknown) =>
      operator.try('POST /api/exports/:id/keys', { params: { id: job.id }, body })
    const notOurs = { status: 422, json: { code: 'request-invalid' } }
    for (const sealed of [text(bytes(500)), '', other.keys.sealed])
      expect(await give({ sealed })).toMatchObject(notOurs)
    const none = await sealClipKeys(Buffer.from(job.job, 'base64url'), job.id, [])
    expect(await give({ sealed: text(none) })).toMatchObject({
      status: 422,
      json: { code: 'grants-incomplete' },
    })
    // what came incomplete was not taken
    expect(await operator.try(`GET /api/exports/${job.id}/bundle`)).toMatchObject({ status: 404 })
    expect((await give(keys)).status).toBe(200)
    expect(await give(keys)).toMatchObject({ status: 409, json: { code: 'wrong-state' } })
    expect((await operator.try(`GET /api/exports/${job.id}/bundle`)).status).toBe(200)
  })
})

test('funabashi:9(10) violation: a leaf fetched after its day, with a release of before', async () => {
  const pack = await ActsBench.open()
  const server = await HttpBench.open(pack)
  try {
    const own = await benchCamera(pack, '3', '玄関')
    const footage = await recordEpoch(pack, own, { leaves: 2 })
    const session = await server.signIn(pack.person('operator'))
    const id = await enterOverHttp(session, 'search', [own], windowOver(footage, 0, 0))
    await unlockOverHttp(pack, session, pack.person('operator'), id)
    const viewing = await startViewingOverHttp(session, id)
    const { playlist, keys } = await windowOf(session, pack.person('operator'), id)
    await keys.release(playlist.leaves, releaseCall(session, id, { viewing, export: null }))
    const url = `GET /api/footage/${id}/${footage.epoch}/0`
    expect((await session.try(url)).status).toBe(200)
    // as if nothing had been held: the leaf ends with its recording
    pack.behind((records) => records.exec('DELETE FROM holdLeaves; DELETE FROM holds'))
    pack.clock.forward(15 * day)
    await eraseExpired(pack.context)
    const later = await server.signIn(pack.person('operator'))
    expect(await later.try(url)).toMatchObject({ status: 410, json: { code: 'leaf-unknown' } })
    const { leaves } = await later.ask('GET /api/cases/:id/playlist', { params: { id } })
    expect(leaves).toEqual([])
    const answer = await later.try('POST /api/cases/:id/release', {
      params: { id },
      body: {
        sessionPublicKey: text((await newOneTimeKey()).publicKey),
        leaves: [{ epoch: footage.epoch, leaf: 0 }],
        viewing,
        export: null,
      },
    })
    expect(answer).toMatchObject({ status: 410, json: { code: 'footage-gone' } })
  } finally {
    await server.close()
    await pack.close()
  }
})
