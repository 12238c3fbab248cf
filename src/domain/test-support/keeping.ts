import { town } from './town.ts'

type Options = {
  readonly approx?: string
  readonly countedFrom?: readonly string[]
  readonly values?: object
  readonly [more: string]: unknown
}

/** A town that keeps footage so long. */
export function keeping(period: unknown, { approx, countedFrom, values, ...retention }: Options = {}) {
  return town({
    values: {
      'retention.period': { value: period, clauses: ['town:8'], ...(approx && { approx }) },
      ...values,
    },
    retention: { countedFrom: countedFrom ?? ['recordingDay'], ...retention },
  })
}
