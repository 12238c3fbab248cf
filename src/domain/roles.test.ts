import { describe, expect, test } from 'vitest'
import { funabashi, oneOfficer } from '../../test/packs/load.ts'
import { decideDecision } from './access.ts'
import type { LocalDay, RoleId } from './ids.ts'
import { actingRole, decideAppointment, mayHoldRoleKey, type StandIn } from './roles.ts'

const pack = await funabashi()
const other = await oneOfficer()
const role = (id: string) => id as RoleId
const day = (text: string) => text as LocalDay

const standIn: StandIn = {
  role: role('actingManager'),
  namedBy: role('responsibleManager'),
  namedOn: day('2026-04-01'),
  cause: 'unable',
  from: day('2026-11-01'),
  today: day('2026-11-02'),
}

describe('funabashi:5-2 substitution', () => {
  test('who was named beforehand acts as manager, and the clause is told', () => {
    expect(actingRole(pack, standIn)).toEqual({ role: 'responsibleManager', clauses: ['funabashi:5-2'] })
    expect(decideDecision(pack, { ground: 'provision', actor: standIn, reason: '必要' })).toEqual({
      kind: 'permitted',
      clauses: ['funabashi:9(6)', 'funabashi:5-2'],
    })
    expect(actingRole(pack, { ...standIn, cause: 'vacant' })).toMatchObject({ role: 'responsibleManager' })
  })

  test.each([
    ['named on the day itself', { namedOn: day('2026-11-01') }],
    ['named afterwards', { namedOn: day('2026-11-02') }],
    ['named by an operator', { namedBy: role('designatedOperator') }],
    ['before the substitution began', { today: day('2026-10-31') }],
    ['after it ended', { until: day('2026-11-01') }],
  ])('nobody acts who was %s', (_, change) => {
    const actor = { ...standIn, ...change }
    expect(actingRole(pack, actor)).toMatchObject({ kind: 'refused', reason: 'substitute-not-named' })
    expect(decideDecision(pack, { ground: 'provision', actor, reason: '必要' })).toMatchObject({
      kind: 'refused',
      reason: 'substitute-not-named',
      clauses: ['funabashi:5-2'],
    })
  })

  test('the role alone, without a naming, is nothing', () => {
    expect(actingRole(pack, role('actingManager'))).toMatchObject({ reason: 'substitute-not-named' })
  })
})

describe('appointments', () => {
  test('funabashi:6-1 the manager appoints operators, operators appoint nobody', () => {
    const operators = role('designatedOperator')
    expect(decideAppointment(pack, { appointer: role('responsibleManager'), role: operators })).toEqual({
      kind: 'permitted',
      clauses: ['funabashi:6-1'],
    })
    expect(decideAppointment(pack, { appointer: operators, role: operators })).toMatchObject({
      reason: 'role-not-permitted',
      params: { wanted: 'responsibleManager' },
    })
  })

  test('funabashi:5-1 the head of the town appoints the manager, who does not appoint a second one', () => {
    const manager = role('responsibleManager')
    expect(decideAppointment(pack, { appointer: role('municipalHead'), role: manager }).kind).toBe(
      'permitted',
    )
    expect(decideAppointment(pack, { appointer: manager, role: manager })).toMatchObject({ kind: 'refused' })
  })

  test('a role for which nobody is named, or that is not there, is not filled', () => {
    const manager = role('responsibleManager')
    expect(decideAppointment(other, { appointer: manager, role: manager })).toMatchObject({ kind: 'refused' })
    expect(decideAppointment(pack, { appointer: manager, role: role('janitor') })).toMatchObject({
      reason: 'role-not-permitted',
      params: { role: 'janitor', wanted: '' },
    })
  })
})

test('who holds the role key: both rules', () => {
  const holders = (of: typeof pack) =>
    of.roles.map(({ id }) => id).filter((id) => mayHoldRoleKey(of, id).kind === 'permitted')
  expect(holders(pack)).toEqual(['responsibleManager', 'designatedOperator'])
  expect(holders(other)).toEqual(['unlockingOfficer'])
})
