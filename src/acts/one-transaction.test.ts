import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import {
  askRelease,
  decision,
  enterRequest,
  enterSearch,
  newCase,
  offerOf,
  signed,
  unlockCase,
  viewedSearch,
} from '../../test/support/bench-case.ts'
import { benchPerson, bytes } from '../../test/support/bench-people.ts'
import { day } from '../../test/support/step-clock.ts'
import { dutiesOf } from '../domain/decide/duties.ts'
import type { CameraId, Instant, LocalDay, RoleId } from '../domain/ids.ts'
import { wrapRoleKey } from '../vault/role-key.ts'
import { closeDay } from './close-day.ts'
import { decideCase } from './decide-case.ts'
import { enrolPerson, handOverRoleKey, invitePerson } from './enrol-person.ts'
import { enterCase } from './enter-case.ts'
import { enterEvidence } from './enter-evidence.ts'
import { exportFootage } from './export-footage.ts'
import { foundMunicipality } from './found-municipality.ts'
import { instruct } from './instruct.ts'
import { registerCamera, startRecording } from './register-camera.ts'
import { endViewing, startViewing } from './release-leaves.ts'
import { reportGaps } from './report-gaps.ts'
import { setOfficeValue } from './set-office-value.ts'
import { settleHolds } from './settle-holds.ts'
import { signIn } from './sign-in.ts'
import { startProgram } from './start-program.ts'
import { confirmClock, trustClock } from './trust-clock.ts'

// State and entry of every act commit together or not at all: whichever of its writes fails, nothing of it remains.

let bench: ActsBench
let camera: CameraId
let recorded: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  recorded = await recordEpoch(bench, camera, { leaves: 4 })
})
afterAll(() => bench.close())

const operator = () => bench.person('operator')
const manager = () => bench.person('manager').actor

type Write = readonly [table: string, write: 'INSERT' | 'UPDATE' | 'DELETE']
const entry: Write = ['ledgerEntries', 'INSERT']

/** Lets each of the writes fail in turn, then none; the act takes place the last time alone. */
async function allOrNothing(act: () => Promise<unknown>, writes: readonly Write[]): Promise<void> {
  const before = bench.fingerprint()
  for (const [table, write] of [...writes, entry]) {
    const mend = bench.breakTable(table, write)
    try {
      await expect(act(), `${write} ${table}`).rejects.toThrow(`the bench breaks ${table}`)
    } finally {
      mend()
    }
    expect(bench.fingerprint(), `${write} ${table}`).toBe(before)
  }
  const size = bench.context.records.size()
  await act()
  expect(bench.context.records.size()).toBeGreaterThan(size)
  expect(await bench.parts.checkLedger('')).toMatchObject({ ok: true })
}

const newCamera = (row: string, place: string) => ({
  row,
  place,
  url: 'rtsp://192.0.2.1/',
  username: '',
  password: '',
  kbps: 100,
})

test('a refusal', () =>
  allOrNothing(() => registerCamera(bench.context, operator().actor, newCamera('99', '玄関')), []))

test('registering a camera', () =>
  allOrNothing(
    () => registerCamera(bench.context, operator().actor, newCamera('1', '東側外壁')),
    [['cameras', 'INSERT']],
  ))

test('starting a camera', async () => {
  const id = ok(await registerCamera(bench.context, operator().actor, newCamera('5', '北側外壁')))
  await allOrNothing(() => startRecording(bench.context, operator().actor, id), [['cameras', 'UPDATE']])
})

test('appointing, enrolling and handing over the role key', async () => {
  const person = await benchPerson('designatedOperator', 'newcomer')
  const invited: { id: string; code: string }[] = []
  await allOrNothing(async () => {
    const role = 'designatedOperator' as RoleId
    const done = ok(await invitePerson(bench.context, manager(), { name: 'newcomer', post: '係員', role }))
    invited.push({ id: done.person, code: done.code })
  }, [['persons', 'INSERT']])
  const [{ id, code }] = invited as [{ id: typeof person.id; code: string }]
  await allOrNothing(
    () => enrolPerson(bench.context, 'newcomer', code, person.enrolment),
    [['persons', 'UPDATE']],
  )
  const wrapped = await wrapRoleKey(bench.roleKey, { id, openPublicKey: person.openPublicKey })
  await allOrNothing(
    () => handOverRoleKey(bench.context, manager(), id, { roleKey: bench.roleKey.id, wrapped }),
    [['roleKeyWraps', 'INSERT']],
  )
})

test('signing in, and failing to', async () => {
  const proof = Uint8Array.from(operator().enrolment.proof)
  await allOrNothing(() => signIn(bench.context, 'second', bytes(32)).catch(notOurs), [['persons', 'UPDATE']])
  await allOrNothing(() => signIn(bench.context, 'operator', proof), [['sessions', 'INSERT']])
})

/** A wrong passphrase is entered and then thrown; what the bench breaks goes on. */
function notOurs(error: unknown): void {
  if (!(error instanceof Error) || error.message.includes('the bench breaks')) throw error
}

test('entering what was done, and setting a value of the office', async () => {
  const doneOn = '2026-11-01' as LocalDay
  const duty = dutiesOf(bench.context.pack).find(({ kind }) => kind !== 'appointment')
  const done = { duty: duty?.id ?? '', camera: null, doneOn, items: [], note: '見本' }
  await allOrNothing(() => enterEvidence(bench.context, operator().actor, done), [['evidence', 'INSERT']])
  const path = 'complaints.answerWithin'
  const before = bench.context.pack
  const set = () =>
    setOfficeValue(bench.context, manager(), {
      path,
      value: 'P14D',
      decidedOn: doneOn,
      decidedBy: '見本決裁',
    })
  const mend = bench.breakTable('officeValues', 'INSERT')
  await expect(set()).rejects.toThrow('the bench breaks officeValues')
  mend()
  expect(bench.context.pack).toBe(before)
  await allOrNothing(set, [['officeValues', 'INSERT']])
  expect(bench.context.pack.supplement[path]).toBe('P14D')
})

test('entering and deciding a case', async () => {
  const window = windowOver(recorded, 0, 1)
  await allOrNothing(
    () =>
      enterCase(
        bench.context,
        operator().actor,
        newCase({ ground: 'search', purpose: '確認', cameras: [camera], window }),
      ),
    [
      ['cases', 'INSERT'],
      ['caseCameras', 'INSERT'],
    ],
  )
  const id = await enterRequest(bench, [camera], window)
  await allOrNothing(
    () => decideCase(bench.context, manager(), id, decision('approved', '必要')),
    [
      ['caseSteps', 'INSERT'],
      ['cases', 'UPDATE'],
    ],
  )
})

test('unlocking', async () => {
  const id = await enterSearch(bench, [camera], windowOver(recorded, 0, 1))
  const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
  await allOrNothing(
    () => instruct(bench.context, operator().actor, id, input),
    [
      ['cases', 'UPDATE'],
      ['instructions', 'INSERT'],
      ['grants', 'INSERT'],
    ],
  )
})

test('viewing and releasing; the keys of holds that came to nothing are dropped at the next start', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 0, 1))
  await allOrNothing(() => startViewing(bench.context, operator().actor, caseId), [['viewings', 'INSERT']])
  const leaves = [{ epoch: recorded.epoch, leaf: 0 }]
  await allOrNothing(
    () => askRelease(bench, operator(), caseId, { viewing, export: null }, leaves),
    [
      ['holds', 'INSERT'],
      ['holdLeaves', 'INSERT'],
      ['releases', 'INSERT'],
    ],
  )
  await allOrNothing(() => endViewing(bench.context, operator().actor, viewing), [['viewings', 'UPDATE']])
  expect(bench.context.vault.contents().holds).toHaveLength(5)
  expect(await settleHolds(bench.context)).toBe(4)
  expect(bench.context.vault.contents().holds).toEqual([bench.entries('hold-placed').at(-1)?.body.hold])
  expect(await settleHolds(bench.context)).toBe(0)
})

test('copying for a recipient', async () => {
  const id = await enterRequest(bench, [camera], windowOver(recorded, 0, 1))
  ok(await decideCase(bench.context, manager(), id, decision('approved', '必要')))
  await unlockCase(bench, operator(), id)
  await allOrNothing(
    () => exportFootage(bench.context, operator().actor, id, { recipient: '見本警察署', medium: 'DVD-R' }),
    [['exports', 'INSERT']],
  )
})

test('doubting and confirming the clock', async () => {
  bench.clock.setBy(2 * day)
  await allOrNothing(() => trustClock(bench.context), [['settings', 'INSERT']])
  await allOrNothing(() => confirmClock(bench.context, manager()), [['settings', 'DELETE']])
})

test('closing a day, reporting a gap, starting the program', async () => {
  const at = bench.clock.now()
  bench.owned.sink.gap({
    camera,
    from: (at - 60_000) as Instant,
    to: at,
    cause: 'camera-silent',
    detail: '',
    open: false,
  })
  await bench.owned.sink.flush()
  await allOrNothing(() => reportGaps(bench.context), [['settings', 'INSERT']])
  bench.clock.forward(day)
  await allOrNothing(() => closeDay(bench.context), [['settings', 'INSERT']])
  await allOrNothing(
    () => startProgram(bench.context, { version: '1', served: [], packSha256: 'ab', retentionDays: 14 }),
    [],
  )
})

test('founding a municipality', async () => {
  const chief = await benchPerson('responsibleManager', 'chief')
  const id = crypto.randomUUID()
  await allOrNothing(
    () =>
      foundMunicipality(bench.context, {
        store: bench.config.store,
        municipality: '見本市',
        sample: false,
        pack: { id: 'p', title: 't', sha256: '', since: bench.context.pack.since },
        anchor: 'file',
        ledgerKey: '',
        people: [
          {
            id: chief.id,
            name: 'chief',
            post: '課長',
            role: 'responsibleManager',
            enrolment: chief.enrolment,
            wrappedRoleKey: bytes(113),
          },
        ],
        roleKey: { id, publicKey: bench.roleKey.publicKey },
        recoveryKit: 'ABCD-EFGH',
      }),
    [
      ['persons', 'INSERT'],
      ['roleKeys', 'INSERT'],
      ['roleKeyWraps', 'INSERT'],
    ],
  )
})

test('every entry names the person who acted, but for what the program and time do', () => {
  const bySystem = [
    'store-created',
    'pack-loaded',
    'program-started',
    'clock-untrusted',
    'sign-in-failed',
    'gap-reported',
    'day-closed',
  ]
  const { records } = bench.context
  const entries = records.entries(records.size(), records.size())
  expect(entries.length).toBeGreaterThan(30)
  for (const { kind, actor } of entries) expect(actor === 'system' ? bySystem : [kind], kind).toContain(kind)
  const people = new Set([...bench.people.values()].map(({ id }) => id))
  const actors = entries.flatMap(({ kind, actor }) => (actor === 'system' ? [] : [{ kind, ...actor }]))
  for (const { kind, person, role } of actors) {
    if (kind === 'person-enrolled' || role !== 'designatedOperator') continue
    expect(people, kind).toContain(person)
  }
})
