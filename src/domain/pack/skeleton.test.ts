import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask } from '../decide/ask.ts'
import { casesSchema, deviations } from '../question/case.ts'
import { pairFaults } from '../question/pairs.ts'
import { firstCases } from '../question/skeleton-cases.ts'
import { dimensions } from './dimensions.ts'
import { parsePack } from './parse.ts'
import { skeletonOf, unansweredPaths } from './skeleton.ts'
import { type SkeletonInput, skeletonAnswersSchema } from './skeleton-answers.ts'

const identity = { title: '見本町要領', kind: '要領', municipality: '見本町', id: 'mihon' } as const

function made(input: Partial<SkeletonInput>) {
  const answers = skeletonAnswersSchema.parse({ ...identity, ...input })
  const parsed = parsePack(skeletonOf(answers))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return { answers, instrument: parsed.instrument, cases: firstCases(parsed.instrument, answers) }
}

const clause = fc.constantFrom('1', '2-1', '5(1)', 'rules/6(2)', '附則')
function topic(shape: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  return fc.oneof(fc.constant('silent'), fc.constant('unknown'), fc.record({ clause, ...shape }))
}
const span = fc.constantFrom('P14D', 'P2W', 'P1M', 'P1Y', 'PT72H', { n: 1, unit: 'fiscalYear' })
const word = fc.constantFrom('課長', '担当')
const answers = fc.record({
  since: fc.constantFrom('unknown', '2020-04-01', '2030-04-01'),
  purposes: topic({ list: fc.constant(['dumping', 'traffic']) }),
  manager: topic({ heldBy: word }),
  operators: topic({ heldBy: word, rule: fc.constantFrom('required', 'asNeeded', 'optional') }),
  operating: topic({}),
  period: topic({
    span,
    approx: fc.constantFrom('exact', 'atMost', 'about', 'inPrinciple', 'atLeast'),
    firstDay: fc.constantFrom('recordingDay', 'nextDay', 'notSaid'),
  }),
  longer: topic({ rule: fc.constantFrom('forbidden', 'headDecides') }),
  police: topic({
    papers: fc.constantFrom([], ['investigationInquiry'], ['order', 'writtenRequest']),
    decidedBy: fc.constantFrom('manager', 'head', 'operator', 'unnamed'),
  }),
  record: topic({}),
  sign: topic({ items: fc.constantFrom(['作動中'], ['作動中', '設置者']) }),
  display: topic({ rule: fc.constantFrom('none', 'namedPlace', 'allowed') }),
  sound: topic({ rule: fc.constantFrom('forbidden', 'allowed') }),
  inspection: topic({ every: fc.oneof(fc.constant('unknown'), span) }),
  complaints: topic({}),
})

test('whatever was answered, the skeleton passes every check, and so do its cases and pairs', () => {
  fc.assert(
    fc.property(answers, (input) => {
      const { instrument, cases } = made(input as Partial<SkeletonInput>)
      const parsed = casesSchema.parse(cases)
      expect(parsed.flatMap((one) => deviations(ask(instrument, one), one))).toEqual([])
      expect(pairFaults(parsed, cases)).toEqual([])
      expect(parsed.length).toBeGreaterThan(2)
    }),
    { numRuns: 300 },
  )
})

test('what nobody has answered is unknown, and what the text does not say is silent', () => {
  const { instrument, answers: given } = made({
    sound: 'silent',
    purposes: { clause: '1', list: ['dumping'] },
  })
  const rules = instrument.versions[0]?.rules
  if (rules === undefined || rules === 'unknown') throw new Error('no rules')
  expect(rules.values['operation.sound']).toEqual({ is: 'silent' })
  expect(rules.values['purposes.installation']).toMatchObject({ is: 'stated', value: ['dumping'] })
  expect(rules.values['retention.period']).toEqual({ is: 'unknown' })
  expect(unansweredPaths(given)).toHaveLength(dimensions.length - 2)
})

test('topics of one clause share a provision; one that binds otherwise leaves the force to the clerk', () => {
  const { instrument } = made({
    operating: { clause: '3' },
    manager: { clause: '3', heldBy: '課長' },
    display: { clause: '4', rule: 'none' },
  })
  const rules = instrument.versions[0]?.rules
  if (rules === undefined || rules === 'unknown') throw new Error('no rules')
  expect(rules.provisions.map(({ clause: id, force }) => `${id} ${force}`)).toEqual([
    'mihon:3 must',
    'mihon:4 mustNot',
    'mihon:附則 must',
  ])
  expect(rules.provisions[0]?.rests).toEqual([
    'roles.responsibleManager',
    'values.people.managerPost',
    'unlocking',
    'acts.operating',
  ])
})

test('a clause written as a number is a clause, and a wrong one is refused', () => {
  expect(skeletonAnswersSchema.parse({ ...identity, record: { clause: 7 } }).record).toEqual({ clause: '7' })
  expect(skeletonAnswersSchema.safeParse({ ...identity, record: { clause: '第 7 条' } }).success).toBe(false)
})
