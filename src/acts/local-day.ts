import type { Instant, LocalDay } from '../domain/ids.ts'
import type { Context } from './context.ts'

/** The calendar day of an instant in the pack's time zone. */
export function localDay(context: Pick<Context, 'pack'>, at: Instant): LocalDay {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(context.pack.timeZone)
    .toPlainDate()
    .toString() as LocalDay
}
