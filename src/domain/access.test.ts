import { describe, expect, test } from 'vitest'
import { funabashi, oneOfficer } from '../../test/packs/load.ts'
import {
  type Application,
  caseClauses,
  considerApplication,
  considerUnlock,
  considerView,
  decideApplication,
  decideDecision,
  decideExport,
  decideUnlock,
  decideView,
  holdAfter,
  mayView,
} from './access.ts'
import type { Instant, RoleId } from './ids.ts'

const pack = await funabashi()
const other = await oneOfficer()
const manager = 'responsibleManager' as RoleId
const operator = 'designatedOperator' as RoleId
const staff = 'staff' as RoleId
const officer = 'unlockingOfficer' as RoleId

const police = { agencyKind: 'police', agency: '見本警察署', officer: '見本 巡査部長' } as const
const search: Application = {
  ground: 'search',
  actor: operator,
  purpose: '転倒の様子を確かめる',
  applicant: null,
}
const provision: Application = { ...search, ground: 'provision', applicant: police }

describe('entering a request', () => {
  test('funabashi:9(5) manager and operators search for a purpose; nobody else has to decide', () => {
    expect(decideApplication(pack, search)).toEqual({
      kind: 'permitted',
      clauses: ['funabashi:9(5)'],
      ground: 'funabashi:9(5)',
      decider: null,
    })
    expect(decideApplication(pack, { ...search, actor: manager }).kind).toBe('permitted')
  })

  test.each(['', '   ', '\n'])('funabashi:9(5) no purpose (%j), no search', (purpose) => {
    expect(decideApplication(pack, { ...search, purpose })).toEqual({
      kind: 'refused',
      reason: 'purpose-missing',
      clauses: ['funabashi:9(5)'],
      params: { missing: 'purpose' },
    })
  })

  test('funabashi:9(6) an investigator asks, the manager decides', () => {
    expect(decideApplication(pack, provision)).toMatchObject({
      kind: 'permitted',
      ground: 'funabashi:9(6)',
      decider: 'responsibleManager',
    })
  })

  test('everything that is missing is listed at once', () => {
    const answer = considerApplication(pack, {
      ground: 'provision',
      actor: staff,
      purpose: '',
      cameras: [],
      window: { from: 5 as Instant, to: 5 as Instant },
      applicant: { ...police, officer: ' ' },
    })
    if (answer.kind !== 'needs') throw new Error(answer.kind)
    expect(answer.needs.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'role responsibleManager,designatedOperator',
      'test purpose',
      'test cameras',
      'test window',
      'identity recipient',
    ])
  })

  test.each(['court', 'administrativeBody', 'lawyer', 'press', 'dataSubject'] as const)(
    'funabashi:9(6) is not for %s',
    (agencyKind) => {
      expect(decideApplication(pack, { ...provision, applicant: { ...police, agencyKind } })).toMatchObject({
        reason: 'requester-not-covered',
        clauses: ['funabashi:9(6)', 'funabashi:10-1'],
        params: { requester: agencyKind },
      })
    },
  )

  test('funabashi:9(5) is no way for an outsider', () => {
    expect(decideApplication(pack, { ...search, applicant: police })).toMatchObject({
      reason: 'requester-not-covered',
    })
  })

  test('funabashi:10-1 what no ground permits is forbidden', () => {
    const ground = 'curiosity'
    const refused = { kind: 'refused', reason: 'no-ground', clauses: ['funabashi:10-1'] }
    const asked = { ground, actor: manager, purpose: 'x', reason: 'x', recipient: 'x' }
    expect(decideApplication(pack, { ...search, ground })).toMatchObject(refused)
    expect(decideDecision(pack, asked)).toMatchObject(refused)
    expect(decideUnlock(pack, asked)).toMatchObject(refused)
    expect(decideView(pack, asked)).toMatchObject(refused)
    expect(decideExport(pack, asked)).toMatchObject(refused)
    expect(mayView(pack, manager, ground)).toBe(false)
  })

  test('papers that the pack does not know yet are asked of the office, never passed over', () => {
    const inquiry: Application = { ...provision, ground: 'inquiry' }
    expect(considerApplication(other, inquiry)).toMatchObject({
      kind: 'needs',
      needs: [{ kind: 'supplement', id: 'grounds.inquiry.documents' }],
    })
  })
})

describe('deciding', () => {
  test('funabashi:9(6) the manager states the need; operators do not decide', () => {
    const facts = { ground: 'provision', actor: manager, reason: '園庭への侵入の捜査に必要' }
    expect(decideDecision(pack, facts)).toMatchObject({ kind: 'permitted', clauses: ['funabashi:9(6)'] })
    expect(decideDecision(pack, { ...facts, reason: ' ' })).toMatchObject({ reason: 'need-missing' })
    expect(decideDecision(pack, { ...facts, actor: operator })).toMatchObject({
      reason: 'role-not-permitted',
      params: { role: 'designatedOperator', wanted: 'responsibleManager' },
    })
  })

  test('a search is not decided by anybody', () => {
    expect(decideDecision(pack, { ground: 'search', actor: manager, reason: 'x' })).toMatchObject({
      reason: 'decision-not-asked',
    })
  })
})

describe('unlocking, by both holder rules', () => {
  test('funabashi:9(1) every operator holds the key and unlocks', () => {
    for (const actor of [manager, operator])
      expect(decideUnlock(pack, { ground: 'provision', actor })).toMatchObject({ kind: 'permitted' })
    expect(decideUnlock(pack, { ground: 'provision', actor: staff })).toMatchObject({
      reason: 'role-not-permitted',
      clauses: ['funabashi:9(1)'],
    })
  })

  test('one officer unlocks, and sees nothing; operators see, and unlock nothing', () => {
    expect(decideUnlock(other, { ground: 'search', actor: officer }).kind).toBe('permitted')
    expect(decideUnlock(other, { ground: 'search', actor: operator })).toMatchObject({
      reason: 'role-not-permitted',
    })
    expect(decideUnlock(other, { ground: 'search', actor: manager })).toMatchObject({
      reason: 'role-not-permitted',
    })
    expect(decideView(other, { ground: 'search', actor: operator, purpose: 'x' }).kind).toBe('permitted')
    expect(decideView(other, { ground: 'search', actor: officer, purpose: 'x' })).toMatchObject({
      kind: 'refused',
    })
    expect([officer, operator, manager].filter((role) => mayView(other, role, 'search'))).toEqual([operator])
  })

  test('funabashi:9(6) nothing is unlocked before the manager has decided', () => {
    const facts = { ground: 'provision', actor: operator }
    expect(considerUnlock(pack, { ...facts, decided: false })).toMatchObject({
      kind: 'needs',
      needs: [{ kind: 'decision', id: 'responsibleManager', clauses: ['funabashi:9(6)'] }],
    })
    expect(considerUnlock(pack, { ...facts, decided: true }).kind).toBe('permitted')
    expect(considerUnlock(pack, { ...facts, ground: 'search', decided: false }).kind).toBe('permitted')
  })
})

describe('seeing and copying', () => {
  test('funabashi:9(1) none but manager and operators operates', () => {
    expect(decideView(pack, { ground: 'search', actor: operator, purpose: 'x' }).kind).toBe('permitted')
    expect(decideView(pack, { ground: 'search', actor: staff, purpose: 'x' })).toMatchObject({
      reason: 'role-not-permitted',
      clauses: ['funabashi:9(1)'],
    })
  })

  test('an instrument that does not say who operates lets nobody', () => {
    const quiet = { ...pack, operating: { is: 'silent' } as const }
    expect(decideView(quiet, { ground: 'search', actor: operator, purpose: 'x' })).toMatchObject({
      kind: 'refused',
    })
  })

  test('funabashi:9(5) a purpose is stated each time', () => {
    expect(
      considerView(pack, { ground: 'search', actor: operator, purpose: '', decided: true }),
    ).toMatchObject({
      kind: 'needs',
      needs: [{ kind: 'test', id: 'purpose' }],
    })
  })

  test('funabashi:9(7) a search is not copied, a provision is, for a recipient', () => {
    const copy = { actor: operator, recipient: '見本警察署' }
    expect(decideExport(pack, { ...copy, ground: 'search' })).toMatchObject({
      reason: 'copy-not-permitted',
      clauses: ['funabashi:9(7)'],
    })
    expect(decideExport(pack, { ...copy, ground: 'provision' })).toMatchObject({
      kind: 'permitted',
      clauses: ['funabashi:9(6)', 'funabashi:9(7)'],
    })
    expect(decideExport(pack, { ...copy, ground: 'provision', recipient: '' })).toMatchObject({
      reason: 'recipient-missing',
    })
    expect(decideExport(pack, { ...copy, ground: 'provision', actor: staff })).toMatchObject({
      reason: 'role-not-permitted',
    })
  })

  test('funabashi:9(9) a release is held for a year, whatever its ground; the other town holds nothing', () => {
    const now = Temporal.Instant.from('2026-11-01T15:00+09:00').epochMilliseconds as Instant
    for (const ground of ['search', 'provision'])
      expect(holdAfter(pack, { ground, at: now })).toMatchObject({
        endsOn: '2027-11-01',
        clause: 'funabashi:9(9)',
      })
    expect(holdAfter(pack, { ground: 'provision', at: now, event: 'provided' })?.endsOn).toBe('2027-11-01')
    expect(holdAfter(other, { ground: 'search', at: now })).toBeNull()
  })

  test('the clauses beside the steps of a case', () => {
    expect(caseClauses(pack, 'search')).toEqual({
      apply: 'funabashi:9(5)',
      decide: 'funabashi:9(5)',
      hold: 'funabashi:9(9)',
      export: null,
    })
    expect(caseClauses(pack, 'provision')).toMatchObject({
      decide: 'funabashi:9(6)',
      export: 'funabashi:9(6)',
    })
    expect(() => caseClauses(pack, 'curiosity')).toThrow(RangeError)
  })
})
