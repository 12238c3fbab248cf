import { describe, expect, test } from 'vitest'
import { type Condition, evaluate, pathsOf } from './condition.ts'

const facts: Readonly<Record<string, unknown>> = {
  place: 'park',
  purposes: ['crimePrevention', 'traffic'],
  nothing: [],
  sole: false,
  count: 3,
  stands: 'P3M',
  picture: '640x480',
  on: '2026-11-01',
  law: '',
}
const told = (condition: Condition) => evaluate(condition, (path) => facts[path])

describe('comparisons', () => {
  test.each<[Condition, boolean]>([
    [{ place: 'park' }, true],
    [{ place: 'school' }, false],
    [{ sole: false }, true],
    [{ sole: true }, false],
    [{ purposes: 'traffic' }, true],
    [{ purposes: 'dumping' }, false],
    [{ nothing: 'traffic' }, false],
    [{ place: { is: 'park' } }, true],
    [{ place: { in: ['park', 'school'] } }, true],
    [{ place: { in: ['school'] } }, false],
    [{ purposes: { in: ['dumping', 'traffic'] } }, true],
    [{ purposes: { only: ['crimePrevention', 'traffic'] } }, true],
    [{ purposes: { only: ['traffic'] } }, false],
    [{ nothing: { only: ['traffic'] } }, true],
    [{ place: { only: ['park'] } }, true],
    [{ count: { atLeast: 3 } }, true],
    [{ count: { atLeast: 4 } }, false],
    [{ count: { below: 3 } }, false],
    [{ count: { atLeast: 1, below: 4 } }, true],
    [{ count: { atMost: 3 } }, true],
    [{ count: { atMost: 2 } }, false],
    [{ count: { above: 2 } }, true],
    [{ count: { above: 3 } }, false],
    [{ stands: { atMost: 'P3M' } }, true],
    [{ place: { above: 1 } }, false],
    [{ place: { atMost: 1 } }, false],
    [{ stands: { atLeast: 'P90D' } }, true],
    [{ stands: { below: 'P1Y' } }, true],
    [{ stands: { below: 'P12W' } }, false],
    [{ picture: { atLeast: '320x240' } }, true],
    [{ picture: { below: '640x480' } }, false],
    [{ on: { atLeast: '2026-11-01' } }, true],
    [{ on: { below: '2026-10-31' } }, false],
    // what cannot be compared is never large enough, nor small enough
    [{ place: { atLeast: 1 } }, false],
    [{ place: { below: 1 } }, false],
    [{ stands: { atLeast: 'PX' } }, false],
    [{ place: { is: 'park', in: ['school'] } }, false],
  ])('%j: %s', (condition, expected) => {
    expect(told(condition)).toBe(expected)
  })
})

describe('a fact that is not given is unknown, never false', () => {
  test.each<[Condition]>([
    [{ absent: true }],
    [{ absent: false }],
    [{ absent: { is: 'x' } }],
    [{ absent: { in: ['x'] } }],
    [{ absent: { only: ['x'] } }],
    [{ absent: { atLeast: 1 } }],
    [{ absent: { below: 1 } }],
    [{ not: { absent: true } }],
    [{ not: { not: { absent: true } } }],
  ])('%j', (condition) => {
    expect(told(condition)).toBe('unknown')
  })

  test.each<[Condition, boolean]>([
    [{ absent: { exists: true } }, false],
    [{ absent: { exists: false } }, true],
    [{ place: { exists: true } }, true],
    [{ place: { exists: false } }, false],
    [{ nothing: { exists: true } }, true],
    // an empty word says nothing
    [{ law: { exists: true } }, false],
    [{ absent: { exists: true, is: 'x' } }, false],
    [{ place: { exists: true, is: 'school' } }, false],
    [{ absent: { exists: false, is: 'x' } }, true],
  ])('but whether it is given is known: %j is %s', (condition, expected) => {
    expect(told(condition)).toBe(expected)
  })
})

describe('joined', () => {
  const [yes, no, open] = [{ place: 'park' }, { place: 'school' }, { absent: true }]

  test.each<[Condition, boolean | 'unknown']>([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ all: [open, yes] }, 'unknown'],
    [{ all: [open, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ any: [open, no] }, 'unknown'],
    [{ any: [open, yes] }, true],
    [{ not: yes }, false],
    [{ not: no }, true],
    [{ not: open }, 'unknown'],
    [{ place: 'park', sole: false }, true],
    [{ place: 'park', sole: true }, false],
    [{ place: 'park', absent: true }, 'unknown'],
    [{ place: 'school', absent: true }, false],
    [{ any: [no, { all: [yes, { not: no }] }] }, true],
  ])('%j: %s', (condition, expected) => {
    expect(told(condition)).toBe(expected)
  })

  test('every fact that it looks at', () => {
    expect(pathsOf({ a: 1, all: [{ b: 1 }, { any: [{ c: { in: [1] } }] }], not: { d: true } })).toEqual([
      'a',
      'b',
      'c',
      'd',
    ])
  })
})
