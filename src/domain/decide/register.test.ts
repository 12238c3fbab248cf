import { describe, expect, test } from 'vitest'
import { decided, told, town } from '../test-support/town.ts'

const pack = town({
  register: {
    value: [
      { row: '1', facility: '本庁舎', count: 1, cameras: [{ place: '正面玄関', range: '玄関' }] },
      {
        row: '2',
        facility: '支所',
        count: 3,
        cameras: [
          { place: '入口', range: '入口' },
          { place: '窓口', range: '東' },
          { place: '窓口', range: '西' },
        ],
      },
      { row: '3', facility: '本庁舎', count: 1, cameras: [{ place: '通用口', range: '通路' }] },
    ],
    clauses: ['town:4'],
  },
})
const camera = (attrs: object | null, count?: number) => ({
  camera: { ...(attrs && { attrs }), ...(count !== undefined && { count }) },
})

describe('the table of cameras', () => {
  test.each([
    ['its row', camera({ registerRow: '1' }, 1), 'permitted'],
    ['its facility', camera({ registerRow: '支所' }, 3), 'permitted'],
    ['a facility of two rows', camera({ registerRow: '本庁舎' }, 2), 'permitted'],
    ['its place', camera({ registerRow: '通用口' }, 1), 'permitted'],
    ['one more than the row has', camera({ registerRow: '1' }, 2), 'refused, forbidden'],
    ['one more than the facility has', camera({ registerRow: '本庁舎' }, 3), 'refused, forbidden'],
    ['its place in the row', camera({ registerRow: '2', place: '窓口' }, 2), 'permitted'],
    ['one more than the place has', camera({ registerRow: '2', place: '入口' }, 2), 'refused, forbidden'],
    ['another place', camera({ registerRow: '2', place: '屋上' }), 'refused, forbidden'],
    ['another facility', camera({ registerRow: '公民館' }), 'refused, forbidden'],
    ['more than all rows', camera(null, 6), 'refused, forbidden'],
    ['as many as all rows', camera(null, 5), 'permitted'],
  ])('%s', (_, facts, expected) => {
    expect(told(pack, { act: 'install', ...facts })).toBe(expected)
    expect(told(pack, { act: 'stop', ...facts })).toBe('permitted')
  })

  test.each(['install', 'add', 'move', 'go-live'])('%s is refused with its clause', (act) => {
    expect(decided(pack, { act, ...camera({ registerRow: '公民館' }) })).toMatchObject({
      answer: 'refused',
      why: 'forbidden',
      by: 'register',
      clauses: ['town:4'],
    })
  })

  test('a further camera has to say which row it is', () => {
    expect(told(pack, { act: 'add' })).toBe('needs, test camera.attrs.registerRow')
    expect(told(pack, { act: 'install' })).toBe('permitted')
  })
})

test('without a table nothing is full', () => {
  expect(told(town(), { act: 'add', ...camera({ registerRow: '公民館' }, 100) })).toBe('permitted')
})

test('a table that is not written yet is asked for', () => {
  expect(told(town({ register: 'unknown' }), { act: 'install' })).toBe(
    'needs, supplement camera.attrs.registerRow',
  )
})
