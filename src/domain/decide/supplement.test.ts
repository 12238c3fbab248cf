import { describe, expect, test } from 'vitest'
import { decided, town } from '../test-support/town.ts'
import { looserValues } from './supplement.ts'

const stating = (values: Readonly<Record<string, unknown>>) =>
  town({
    values: Object.fromEntries(
      Object.entries(values).map(([path, value]) => [path, { value, clauses: ['town:8'] }]),
    ),
  })

test.each([
  ['retention.period', 'P14D', 'P15D', true],
  ['retention.period', 'P14D', 'P2W', false],
  ['retention.period', 'P1M', 'P30D', false],
  ['retention.registers', { n: 5, unit: 'fiscalYear' }, 'P4Y', true],
  ['people.leastPresent', 2, 1, true],
  ['people.leastPresent', 2, 3, false],
  ['install.camerasAtMost', 3, 4, true],
  ['install.pixelsAtMost', '1920x1080', '3840x2160', true],
  ['install.pixelsAtLeast', '640x480', '320x240', true],
  ['install.steering', 'presetOnly', 'allowed', true],
  ['install.steering', 'presetOnly', 'forbidden', false],
  ['purposes.installation', ['crimePrevention'], ['crimePrevention', 'traffic'], true],
  ['purposes.installation', ['crimePrevention', 'traffic'], ['traffic'], false],
  ['operation.insurance', true, false, true],
  ['operation.insurance', false, true, false],
  // of which neither is stricter
  ['sign.text', '録画中', '作動中', false],
  ['operation.hours', 'always', 'whenNeeded', false],
])('%s: stated %j, set %j, looser %s', (path, stated, value, looser) => {
  expect(looserValues(stating({ [path]: stated }), { [path]: value })).toEqual(
    looser ? [{ path, clauses: ['town:8'] }] : [],
  )
})

test('what the instrument does not state cannot be loosened', () => {
  expect(looserValues(town({ silent: ['retention.period'] }), { 'retention.period': 'P99Y' })).toEqual([])
  expect(looserValues(town(), { 'calendar.closedOn': ['11-01'] })).toEqual([])
})

describe('a value of the office that forbids', () => {
  const pack = {
    ...stating({ 'operation.copying': 'groundOnly', 'install.pixelsAtMost': '1920x1080' }),
    grounds: town({ grounds: [{ id: 'law', title: '法令', acts: ['copy'], clauses: ['town:2'] }] }).grounds,
  }

  test.each([
    ['operation.copying', 'forbidden', { act: 'copy' }, ['town:8']],
    ['install.pixelsAtMost', '640x480', { act: 'install', camera: { pixels: '641x480' } }, ['town:8']],
    // the instrument does not speak of it
    ['install.pixelsAtLeast', '640x480', { act: 'install', camera: { pixels: '639x480' } }, []],
  ])('%s: %s', (path, value, facts, clauses) => {
    const supplement = { [path]: value }
    const refused = { answer: 'refused', why: 'forbidden', by: path, clauses }
    expect(decided(pack, facts).answer).toBe('permitted')
    expect(decided(pack, { ...facts, supplement })).toMatchObject(refused)
    expect(decided({ ...pack, supplement }, facts)).toMatchObject(refused)
  })
})

describe('a looser value of the office', () => {
  const pack = {
    ...stating({ 'install.camerasAtMost': 3 }),
    addressees: town({
      addressees: [{ class: 'advisory', when: { 'camera.installer': 'person' }, clauses: ['town:6'] }],
    }).addressees,
  }
  const supplement = { 'install.camerasAtMost': 4 }

  test('stops every act under it', () => {
    expect(decided(pack, { act: 'install', supplement })).toMatchObject({
      answer: 'refused',
      why: 'forbidden',
      by: 'install.camerasAtMost',
      clauses: ['town:8'],
    })
    expect(decided({ ...pack, supplement }, { act: 'stop' }).answer).toBe('refused')
    expect(decided(pack, { act: 'install', supplement: { 'install.camerasAtMost': 2 } }).answer).toBe(
      'permitted',
    )
  })

  test('is advice to whom the instrument does not bind', () => {
    expect(decided(pack, { act: 'install', supplement, camera: { installer: 'person' } })).toMatchObject({
      answer: 'permitted',
      then: [{ kind: 'advice', id: 'install.camerasAtMost', clauses: ['town:8'] }],
    })
  })
})
