import { fieldTypes, origins } from '../../src/domain/pack/rules.ts'
import { isSpanText } from '../../src/domain/pack/span.ts'
import {
  acts,
  approximations,
  chainSteps,
  countings,
  dataClasses,
  documentKinds,
  dutyKinds,
  eventKinds,
  forces,
  needKinds,
  substitutionCauses,
  taskKinds,
} from '../../src/domain/pack/vocabulary.ts'

/** Closed lists by the key whose value is one of them. */
export const closedLists: Readonly<Record<string, readonly string[]>> = {
  acts,
  approx: approximations,
  causes: substitutionCauses,
  class: ['mandatory', 'advisory'],
  classes: dataClasses,
  counted: ['nextDay', 'eventDay'],
  countedFrom: countings,
  did: chainSteps,
  direction: ['before', 'after'],
  events: eventKinds,
  from: ['act', 'installOn', ...eventKinds],
  gates: acts,
  origin: origins,
  per: ['facility', 'municipality', 'case', 'camera'],
  roll: ['none', 'forward'],
  type: fieldTypes,
  until: eventKinds,
}

/** What a `kind` may be, by the list that its part stands in. */
export const kindLists: Readonly<Record<string, readonly string[]>> = {
  documents: documentKinds,
  duties: dutyKinds,
  needs: needKinds,
  oneOf: needKinds,
  then: taskKinds,
}

/** The next of a closed list that neither is the value nor stands beside it. */
export function other<T>(list: readonly T[], value: unknown, beside: unknown = []): T | undefined {
  const taken = Array.isArray(beside) ? beside : [beside]
  const place = list.indexOf(value as T)
  return [...list.slice(place + 1), ...list.slice(0, Math.max(place, 0))].find((one) => !taken.includes(one))
}

/** What is asked for becomes advice, what is free an order. */
export function forceInstead(force: unknown): unknown {
  const opposite: Readonly<Record<string, (typeof forces)[number]>> = {
    must: 'should',
    mustNot: 'should',
    should: 'must',
    may: 'must',
  }
  return opposite[String(force)] ?? 'must'
}

const unitInstead: Readonly<Record<string, string>> = { D: 'W', W: 'D', M: 'D', Y: 'M' }

/** A span one longer, one shorter, and of another unit. */
export function spanChanges(span: unknown): readonly unknown[] {
  if (typeof span === 'string' && isSpanText(span)) {
    const [, head = '', number = '', unit = ''] = /^(PT?)(\d+)(\w)$/.exec(span) ?? []
    const n = Number(number)
    const converted = head === 'PT' ? `P${n}D` : `P${n}${unitInstead[unit] ?? 'D'}`
    return [...(n > 1 ? [`${head}${n - 1}${unit}`] : []), `${head}${n + 1}${unit}`, converted]
  }
  if (typeof span !== 'object' || span === null || !('n' in span) || typeof span.n !== 'number') return []
  const unit = 'unit' in span ? span.unit : undefined
  return [
    ...(span.n > 1 ? [{ ...span, n: span.n - 1 }] : []),
    { ...span, n: span.n + 1 },
    unit === 'fiscalYear' ? `P${span.n}Y` : `P${span.n}D`,
  ]
}
