import { describe, expect, test } from 'vitest'
import { question, town } from '../test-support/town.ts'
import { checkQuestion } from './check-question.ts'

const pack = town({
  terms: { recordingOfficer: '記録係' },
  documents: [{ id: 'form1', kind: 'application', title: '申請書', clauses: ['town:3'] }],
})
const faults = (facts: object) =>
  checkQuestion(pack, question({ ask: 'decide', act: 'provide', ...facts })).map(
    ({ path, code }) => `${path} ${code}`,
  )

test('a question that the pack can answer', () => {
  expect(
    faults({
      actor: { role: 'responsibleManager' },
      chain: [{ role: 'recordingOfficer', did: 'decide' }, { did: 'approve' }],
      request: { documents: ['form1', 'order', { kind: 'form1' }] },
      supplement: {
        'retention.period': 'P7D',
        'grounds.law.decider': 'designatedOperator',
        'duties.check.every': 'P3M',
        'tasks.told.within': { n: 3, unit: 'businessDay' },
        'calendar.closedOn': ['06-01', '2026-11-02'],
        'asks.block': false,
        'office.own': ['anything'],
      },
    }),
  ).toEqual([])
})

describe('told', () => {
  test.each([
    [{ actor: { role: 'janitor' } }, 'actor.role unknown-id'],
    [{ chain: [{ did: 'decide' }, { role: 'janitor', did: 'decide' }] }, 'chain.1.role unknown-id'],
    [{ request: { documents: ['order', 'form9'] } }, 'request.documents.1 unknown-id'],
    [{ request: { documents: [{ kind: 'form9' }] } }, 'request.documents.0 unknown-id'],
    [{ supplement: { 'retention.period': '14' } }, 'supplement.retention.period wrong-value'],
    [
      { supplement: { 'retention.period': { n: 5, unit: 'businessDay' } } },
      'supplement.retention.period wrong-value',
    ],
    [{ supplement: { 'operation.sound': 'loud' } }, 'supplement.operation.sound wrong-value'],
    [{ supplement: { 'duties.check.every': 'soon' } }, 'supplement.duties.check.every wrong-value'],
    [{ supplement: { 'duties.check.within': 3 } }, 'supplement.duties.check.within wrong-value'],
    [{ supplement: { 'tasks.told.within': null } }, 'supplement.tasks.told.within wrong-value'],
    [{ supplement: { 'grounds.law.decider': 'janitor' } }, 'supplement.grounds.law.decider wrong-value'],
    [{ supplement: { 'calendar.closedOn': '06-01' } }, 'supplement.calendar.closedOn wrong-value'],
    [{ supplement: { 'calendar.closedOn': ['6/1'] } }, 'supplement.calendar.closedOn wrong-value'],
    [
      { supplement: { 'calendar.closedOn': Array.from({ length: 101 }, () => '06-01') } },
      'supplement.calendar.closedOn wrong-value',
    ],
  ])('%j', (facts, fault) => {
    expect(faults(facts)).toEqual([fault])
  })

  test('with what there is to choose from', () => {
    const [fault] = checkQuestion(pack, question({ ask: 'duties', actor: { role: 'janitor' } }))
    expect(fault?.params).toEqual({ id: 'janitor', known: 'responsibleManager、designatedOperator' })
  })
})
