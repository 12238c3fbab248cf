import { expect, test } from 'vitest'
import { question, town } from '../test-support/town.ts'
import { facts, isFactPath } from './facts.ts'
import { lookupOf } from './lookup.ts'

const asked = question({
  ask: 'decide',
  act: 'provide',
  actor: { role: 'responsibleManager', of: 'municipality' },
  present: 2,
  camera: { place: 'park', sole: false, attrs: { networked: true } },
  request: { by: 'police', documents: ['form1', { kind: 'order' }] },
  footage: { class: 'recorded' },
  planned: { installOn: '2026-12-01' },
  answers: { fit: false },
  supplement: { 'asks.block': false },
  events: [{ kind: 'searched', at: '2026-11-01T12:00+09:00' }],
  done: [{ kind: 'sign', id: 'sign' }],
})
const forms = town({
  documents: [{ id: 'form1', kind: 'application', title: '申請書', clauses: ['town:3'] }],
}).documents
const event = { kind: 'searched' as const, at: '2026-11-01T12:00+09:00', basis: 'law' as const }
const fact = lookupOf(asked, { class: 'advisory', event, forms })

test.each([
  ['actor.role', 'responsibleManager'],
  ['actor.of', 'municipality'],
  ['actor.pledged', undefined],
  ['present', 2],
  ['camera.place', 'park'],
  ['camera.sole', false],
  ['camera.sound', undefined],
  ['camera.class', 'advisory'],
  ['camera.attrs.networked', true],
  ['camera.attrs.other', undefined],
  ['request.by', 'police'],
  // a form of the pack counts as its kind too
  ['request.documents', ['form1', 'application', 'order']],
  ['request.law', undefined],
  ['footage.class', 'recorded'],
  ['planned.installOn', '2026-12-01'],
  ['event.basis', 'law'],
  ['answers.fit', false],
  ['answers.other', undefined],
  ['supplement.asks.block', false],
  ['supplement.other', undefined],
  ['events.searched', true],
  ['events.copied', false],
  ['done.sign', true],
  ['done.other', false],
  ['nothing.here', undefined],
  ['camera.constructor', undefined],
  ['answers.__proto__', undefined],
])('%s', (path, value) => {
  expect(fact(path)).toEqual(value)
})

test('a question that gives nothing leaves its facts unknown', () => {
  const empty = lookupOf(question({ ask: 'duties' }))
  const known = facts.filter(({ path }) => {
    const value = empty(path)
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
  })
  expect(known).toEqual([])
})

test('the paths of facts', () => {
  for (const { path } of facts) expect(isFactPath(path), path).toBe(true)
  for (const path of ['camera.attrs.x', 'answers.x', 'supplement.a.b', 'done.x'])
    expect(isFactPath(path), path).toBe(true)
  for (const path of ['camera', 'camera.attrs.', 'answers', 'done.', 'camera.colour', ''])
    expect(isFactPath(path), path).toBe(false)
})
