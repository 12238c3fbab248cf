import { describe, expect, test } from 'vitest'
import { questionSchema } from './question.ts'

const decide = { ask: 'decide', at: '2026-11-01T12:00+09:00', act: 'provide' }

/** Places of the faults, with the word that says what to write. */
function faults(question: unknown): readonly string[] {
  const { error } = questionSchema.safeParse(question)
  return (error?.issues ?? []).map(({ path, message, code }) => {
    const told = /^[a-zA-Z]+$/.test(message) ? message : code
    return [path.join('.'), told].join(' ')
  })
}

test.each([
  [decide],
  [{ ask: 'expiry', footage: { recordedAt: '2026-11-01T10:00:00.5Z' } }],
  [{ ask: 'expiry', footage: { class: 'copy' } }],
  [{ ask: 'duties', at: '2026-11-01T12:00-05:00' }],
  [{ ask: 'value', value: 'retention.period' }],
  [{ ...decide, camera: { duration: 'P1Y6M', pixels: '640x480', attrs: { row: 2, open: [true, 'x'] } } }],
  [{ ...decide, request: { documents: ['order', { kind: 'form1', on: '2026-10-30', items: [] }] } }],
  [{ ...decide, chain: [{ did: 'waive', role: 'x', waives: 'sign', substitute: true, prior: false }] }],
])('taken: %j', (question) => {
  expect(faults(question)).toEqual([])
})

describe('told', () => {
  test.each<[unknown, readonly string[]]>([
    [{ ask: 'guess' }, ['ask invalid_value']],
    [{ ask: 'decide', at: decide.at }, ['act askedFor']],
    [{ ask: 'decide', act: 'provide' }, ['at askedFor']],
    [{ ask: 'duties' }, ['at askedFor']],
    [{ ask: 'expiry' }, ['footage askedFor']],
    [{ ask: 'value' }, ['value askedFor']],
    [{ ...decide, at: '2026-11-01' }, ['at instant', 'at instant']],
    [{ ...decide, at: '2026-11-01T12:00' }, ['at instant', 'at instant']],
    [{ ...decide, at: '2026-02-30T12:00+09:00' }, ['at instant']],
    [{ ...decide, at: '1899-12-31T12:00+09:00' }, ['at instant']],
    [{ ...decide, at: '3000-01-01T00:00+09:00' }, ['at instant']],
    [{ ...decide, planned: { installOn: '2026-02-29' } }, ['planned.installOn day']],
    [{ ...decide, planned: { installOn: '9999-01-01' } }, ['planned.installOn day']],
    [{ ...decide, act: 'borrow' }, ['act invalid_value']],
    [{ ...decide, camera: { duration: '2 months' } }, ['camera.duration duration']],
    [{ ...decide, camera: { duration: 'P' } }, ['camera.duration duration']],
    [{ ...decide, camera: { pixels: '2M' } }, ['camera.pixels pixels']],
    [{ ...decide, camera: { count: -1 } }, ['camera.count too_small']],
    [{ ...decide, request: { documents: [3] } }, ['request.documents.0 document']],
    [{ ...decide, request: { by: 'mayor' } }, ['request.by invalid_value']],
    [{ ...decide, colour: 'red' }, [' unrecognized_keys']],
    [{ ...decide, answers: { fit: 'yes' } }, ['answers.fit invalid_type']],
  ])('%j: %j', (question, expected) => {
    expect([...new Set(faults(question))]).toEqual([...new Set(expected)])
  })
})
