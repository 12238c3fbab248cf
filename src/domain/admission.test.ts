import { describe, expect, test } from 'vitest'
import { funabashi, oneOfficer } from '../../test/packs/load.ts'
import { admitCamera, cameraRow, goLive, registerTable } from './admission.ts'
import type { PersonId, RoleId } from './ids.ts'

const pack = await funabashi()
const other = await oneOfficer()
const actor = 'responsibleManager' as RoleId
const holder = (role: string, person = role) => ({ role: role as RoleId, person: person as PersonId })

describe('funabashi:4-2 the table of cameras', () => {
  const table = registerTable(pack)
  const all = table.rows.flatMap(({ row, places }) => places.map(({ place }) => ({ row, place })))

  test('eleven facilities, fourteen cameras', () => {
    expect(table.rows).toHaveLength(11)
    expect(table.rows.flatMap(({ places }) => places).reduce((sum, { count }) => sum + count, 0)).toBe(14)
    expect(table.clause).toBe('funabashi:4-2')
    expect(cameraRow(pack, '9', '北側外壁')).toEqual({
      facility: '飯山満南放課後ルーム',
      range: '空調室外機',
    })
    expect(cameraRow(pack, '9', '屋上')).toEqual({ facility: '飯山満南放課後ルーム', range: '' })
  })

  test('every camera of the table is admitted once, in any order, and never a second time', () => {
    const present: { row: string; place: string }[] = []
    for (const camera of all.toReversed()) {
      expect(admitCamera(pack, { actor, ...camera, present })).toMatchObject({
        kind: 'permitted',
        clauses: ['funabashi:4-2'],
      })
      present.push(camera)
    }
    for (const camera of all)
      expect(admitCamera(pack, { actor, ...camera, present })).toMatchObject({
        kind: 'refused',
        reason: 'register-full',
        clauses: ['funabashi:4-2'],
      })
  })

  test('elsewhere is refused with the places that the row has', () => {
    expect(admitCamera(pack, { actor, row: '2', place: '駐車場', present: [] })).toMatchObject({
      reason: 'register-place-unknown',
      params: { facility: '若松第3・第4放課後ルーム', places: '玄関、非常口' },
    })
    expect(admitCamera(pack, { actor, row: '15', place: '玄関', present: [] })).toMatchObject({
      reason: 'register-row-unknown',
    })
  })

  test('a second camera at one place is refused while the row has room at another', () => {
    const present = [{ row: '2', place: '玄関' }]
    expect(admitCamera(pack, { actor, row: '2', place: '玄関', present })).toMatchObject({
      reason: 'register-full',
      params: { place: '玄関', count: '1' },
    })
    expect(admitCamera(pack, { actor, row: '2', place: '非常口', present }).kind).toBe('permitted')
  })

  test('cameras that stand elsewhere take no place, strays in the row do', () => {
    const row = { row: '1', place: '東側外壁' }
    expect(admitCamera(pack, { actor, ...row, present: [{ row: '2', place: '玄関' }] }).kind).toBe(
      'permitted',
    )
    expect(admitCamera(pack, { actor, ...row, present: [{ row: '1', place: '玄関' }] })).toMatchObject({
      reason: 'register-full',
    })
  })

  test('an instrument without a table bounds nothing; a table that is not in the pack admits nothing', () => {
    const camera = { actor: 'designatedOperator' as RoleId, row: '1', place: '角', present: [] }
    expect(registerTable(other)).toEqual({ clause: null, rows: [] })
    expect(admitCamera(other, camera).kind).toBe('permitted')
    expect(admitCamera({ ...other, register: { is: 'unknown' } }, camera)).toMatchObject({
      reason: 'text-unknown',
    })
  })
})

describe('funabashi:5-1 going live', () => {
  test('waits for a manager', () => {
    expect(goLive(pack, { actor, filled: [holder('designatedOperator')] })).toMatchObject({
      kind: 'refused',
      reason: 'role-vacant',
      clauses: ['funabashi:5-1', 'funabashi:5-3'],
      params: { role: 'responsibleManager' },
    })
    expect(goLive(pack, { actor, filled: [holder('responsibleManager')] }).kind).toBe('permitted')
  })

  test('funabashi:9(1) is done by manager or operators', () => {
    const filled = [holder('responsibleManager')]
    expect(goLive(pack, { actor: 'staff' as RoleId, filled })).toMatchObject({ reason: 'role-not-permitted' })
  })

  test('counts holders where the instrument wants more than one', () => {
    const operator = 'designatedOperator' as RoleId
    const two = [holder('responsibleManager'), holder('unlockingOfficer'), holder(operator, 'a')]
    expect(goLive(other, { actor: operator, filled: two })).toMatchObject({ params: { role: operator } })
    expect(goLive(other, { actor: operator, filled: [...two, holder(operator, 'b')] }).kind).toBe('permitted')
  })
})
