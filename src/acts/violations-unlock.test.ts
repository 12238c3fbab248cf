import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { attempt, refusal } from '../../test/support/attempts.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { decision, enterRequest, enterSearch, offerOf, signed } from '../../test/support/bench-case.ts'
import { benchPerson, bytes } from '../../test/support/bench-people.ts'
import { minute } from '../../test/support/step-clock.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { CameraId, CaseId, RoleId } from '../domain/ids.ts'
import { type Instruction, parseInstruction, signInstruction } from '../vault/instruction.ts'
import { decideCase } from './decide-case.ts'
import { enrolPerson, invitePerson } from './enrol-person.ts'
import { instruct, offerInstruction } from './instruct.ts'

// What somebody with an account, or with the database, might try. Nothing of it may open a leaf or leave a trace that says it did.

let bench: ActsBench
let camera: CameraId
let other: CameraId
let recorded: RecordedEpoch
let elsewhere: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  other = await benchCamera(bench, '5', '北側外壁')
  recorded = await recordEpoch(bench, camera, { leaves: 62 })
  elsewhere = await recordEpoch(bench, other, { leaves: 4 })
})
afterAll(() => bench.close())

const operator = () => bench.person('operator')
const second = () => bench.person('second')
const manager = () => bench.person('manager')

describe('deciding and unlocking', () => {
  test('funabashi:9(6) violation: an operator decides', async () => {
    const id = await enterRequest(bench, [camera], windowOver(recorded, 0, 1))
    await refusal(bench, 'funabashi:9(6)', () =>
      decideCase(bench.context, operator().actor, id, decision('approved', '必要')),
    )
  })

  test('violation: an unlock before the decision', async () => {
    const id = await enterRequest(bench, [camera], windowOver(recorded, 0, 1))
    await attempt(bench, 'wrong-state', () => offerInstruction(bench.context, operator().actor, id))
    const searched = await enterSearch(bench, [camera], windowOver(recorded, 0, 1))
    const offer = await offerOf(bench, operator(), searched)
    const forged = { ...parseInstruction(offer.instruction), case: id, ground: 'funabashi:9(6)' }
    const input = await signed(bench, operator(), offer, canonicalJson(forged))
    await attempt(bench, 'wrong-state', () => instruct(bench.context, operator().actor, id, input))
  })

  test('violation: an unlock of a case that was refused', async () => {
    const id = await enterRequest(bench, [camera], windowOver(recorded, 0, 1))
    ok(await decideCase(bench.context, manager().actor, id, decision('refused', '目的外')))
    await attempt(bench, 'wrong-state', () => offerInstruction(bench.context, operator().actor, id))
  })

  test('funabashi:9(1) violation: an unlock by somebody who does not operate', async () => {
    const staff = await benchPerson('staff', 'staff')
    const id = await enterSearch(bench, [camera], windowOver(recorded, 0, 1))
    await refusal(bench, 'funabashi:9(1)', () => offerInstruction(bench.context, staff.actor, id))
    const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
    await refusal(bench, 'funabashi:9(1)', () => instruct(bench.context, staff.actor, id, input))
  })

  test('violation: an unlock twice', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 0, 1))
    const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
    const before = bench.context.records.size()
    const both = await Promise.allSettled(
      [0, 1].map(() => instruct(bench.context, operator().actor, id, input)),
    )
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(bench.kindsSince(before)).toEqual(['instructed'])
    await attempt(bench, 'wrong-state', () => instruct(bench.context, operator().actor, id, input))
  })
})

describe('the signed instruction', () => {
  async function forged(
    change: (instruction: Instruction) => unknown,
  ): Promise<{ id: CaseId; input: Awaited<ReturnType<typeof signed>> }> {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const offer = await offerOf(bench, operator(), id)
    const text = canonicalJson(change(parseInstruction(offer.instruction)) as Instruction)
    const good = await signed(bench, operator(), offer)
    const signature = await signInstruction(text, operator().keys.sign.privateKey)
    return { id, input: { ...good, instruction: text, signature } }
  }

  test('violation: signed by an operator without the role key', async () => {
    const { person: id, code } = ok(
      await invitePerson(bench.context, manager().actor, {
        name: 'without key',
        post: '係員',
        role: 'designatedOperator' as RoleId,
      }),
    )
    const newcomer = await benchPerson('designatedOperator', 'without key')
    await enrolPerson(bench.context, 'without key', code, newcomer.enrolment)
    const person = { ...newcomer, id, actor: { ...newcomer.actor, person: id } }
    const caseId = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const offer = await offerOf(bench, person, caseId)
    const input = await signed(bench, person, offer)
    await attempt(bench, 'key-not-held', () => instruct(bench.context, person.actor, caseId, input))
  })

  test('violation: signed by the holder of another role key than the footage was sealed to', async () => {
    const another = crypto.randomUUID()
    bench.behind((records) => {
      records.prepare('INSERT INTO roleKeys VALUES (?, ?, 0)').run(another, bytes(65))
      const wrap = records.prepare('INSERT INTO roleKeyWraps VALUES (?, ?, ?, ?, 0)')
      wrap.run(another, operator().id, bytes(113), manager().id)
    })
    const { id, input } = await forged((good) => ({ ...good, roleKey: another }))
    await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
    // and one who has that other key alone does not pass for a holder
    const held = bench.behind((records) => {
      const row = records
        .prepare('SELECT wrapped, by, at FROM roleKeyWraps WHERE roleKey = ? AND person = ?')
        .get(bench.roleKey.id, operator().id)
      records
        .prepare('DELETE FROM roleKeyWraps WHERE roleKey = ? AND person = ?')
        .run(bench.roleKey.id, operator().id)
      return row as { wrapped: Uint8Array; by: string; at: number }
    })
    const sound = await forged((good) => good)
    await attempt(bench, 'key-not-held', () =>
      instruct(bench.context, operator().actor, sound.id, sound.input),
    )
    bench.behind((records) =>
      records
        .prepare('INSERT INTO roleKeyWraps VALUES (?, ?, ?, ?, ?)')
        .run(bench.roleKey.id, operator().id, held.wrapped, held.by, held.at),
    )
    ok(await instruct(bench.context, operator().actor, sound.id, sound.input))
  })

  test('violation: signed by another than the unlocker it names', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const offer = await offerOf(bench, operator(), id)
    const input = await signed(bench, second(), offer)
    await attempt(bench, 'signature-invalid', () => instruct(bench.context, operator().actor, id, input))
    await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, second().actor, id, input))
  })

  test('violation: altered after signing', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
    const parsed = parseInstruction(input.instruction)
    const altered = canonicalJson({ ...parsed, issuedAt: parsed.issuedAt - 1 })
    await attempt(bench, 'signature-invalid', () =>
      instruct(bench.context, operator().actor, id, { ...input, instruction: altered }),
    )
    const signature = Uint8Array.from(input.signature)
    signature[10] = (signature[10] as number) ^ 1
    await attempt(bench, 'signature-invalid', () =>
      instruct(bench.context, operator().actor, id, { ...input, signature }),
    )
  })

  test('violation: no canonical form, or no instruction at all', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
    for (const instruction of [` ${input.instruction}`, '{}', 'null', '', '[]', input.instruction.slice(1)])
      await attempt(bench, 'malformed', () =>
        instruct(bench.context, operator().actor, id, { ...input, instruction }),
      )
  })

  test('violation: one leaf more than the window touches', async () => {
    for (const edge of ['first', 'last'] as const) {
      const { id, input } = await forged((good) => ({
        ...good,
        epochs: good.epochs.map((range) => ({
          ...range,
          first: edge === 'first' ? range.first - 1 : range.first,
          last: edge === 'last' ? range.last + 1 : range.last,
        })),
      }))
      await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
    }
  })

  test('violation: leaves of a camera that is not in the case', async () => {
    const { id, input } = await forged((good) => ({
      ...good,
      epochs: [...good.epochs, { camera: other, epoch: elsewhere.epoch, first: 0, last: 0 }],
    }))
    await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
  })

  test('violation: the window of another case, or a wider one', async () => {
    const another = windowOver(recorded, 10, 12)
    for (const window of [another, { from: 0, to: bench.clock.now() }]) {
      const { id, input } = await forged((good) => ({ ...good, window }))
      await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
    }
  })

  test('violation: made for another case', async () => {
    const one = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const two = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const input = await signed(bench, operator(), await offerOf(bench, operator(), one))
    await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, two, input))
  })

  test('violation: a viewer who is nobody, not enrolled, or of another role', async () => {
    const { person } = ok(
      await invitePerson(bench.context, manager().actor, {
        name: 'invited alone',
        post: '係員',
        role: 'designatedOperator' as RoleId,
      }),
    )
    for (const stranger of [crypto.randomUUID(), person]) {
      const { id, input } = await forged((good) => ({ ...good, operators: [...good.operators, stranger] }))
      await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
    }
  })

  test('violation: another ground than the case has', async () => {
    const { id, input } = await forged((good) => ({ ...good, ground: 'funabashi:9(6)' }))
    await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
  })

  test('violation: an offer of half an hour ago, or dated ahead', async () => {
    for (const by of [-30 * minute, 1]) {
      const { id, input } = await forged((good) => ({ ...good, issuedAt: good.issuedAt + by }))
      await attempt(bench, 'instruction-mismatch', () => instruct(bench.context, operator().actor, id, input))
    }
  })

  test('violation: grants that are missing, doubled, or for other leaves', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
    const [first, ...rest] = input.grants
    if (first === undefined) throw new Error('no grants')
    for (const grants of [
      [],
      rest,
      [first, first, ...rest.slice(1)],
      [...input.grants, first],
      [{ ...first, last: first.last + 1 }, ...rest],
      [{ ...first, epoch: elsewhere.epoch }, ...rest],
    ])
      await attempt(bench, 'grants-incomplete', () =>
        instruct(bench.context, operator().actor, id, { ...input, grants }),
      )
  })

  test('the instruction as it was offered is taken, after all these', async () => {
    const { id, input } = await forged((good) => good)
    ok(await instruct(bench.context, operator().actor, id, input))
  })
})
