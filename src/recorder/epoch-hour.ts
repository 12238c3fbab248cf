import type { Instant, LocalDay } from '../domain/ids.ts'

/** The clock hour of an epoch that begins at some instant. */
export type EpochHour = {
  readonly day: LocalDay
  /** the next full hour or local midnight, whichever comes first */
  readonly ends: Instant
}

/** @param timeZone IANA name, the pack's */
export function epochHour(at: Instant, timeZone: string): EpochHour {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timeZone)
  const hour = local.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1 })
  const midnight = local.startOfDay().add({ days: 1 })
  const ends = Math.min(hour.epochMilliseconds, midnight.epochMilliseconds)
  return { day: local.toPlainDate().toString() as LocalDay, ends: ends as Instant }
}
