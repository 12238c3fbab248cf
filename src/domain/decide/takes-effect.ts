import { addDays } from '../calendar/days.ts'
import type { LocalDay } from '../ids.ts'
import type { Pack } from '../pack/rules.ts'
import type { DataClass } from '../pack/vocabulary.ts'
import type { ExpiryAnswer } from './answer.ts'
import { expiry } from './expiry.ts'

/** Which footage and which acts a new version reaches: footage by its day of recording, acts by their own day. */
export type TakesEffect = {
  /** first day of the new version; null where its text gives none */
  readonly since: LocalDay | null
  /** last day of the old version; null where the new one gives no first day or the old one is not older */
  readonly until: LocalDay | null
  /** of each class of footage: when a recording of the last old and of the first new day ends */
  readonly examples: readonly Example[]
}

export type Example = {
  readonly class: DataClass
  readonly old: Recorded | null
  readonly new: Recorded
}
export type Recorded = {
  readonly recordedOn: LocalDay
} & Pick<ExpiryAnswer, 'answer' | 'lastDay' | 'approx' | 'clauses'>

/** @param since first day of the new version, where its text gives none but the asker knows it */
export function takesEffect(
  before: Pack,
  after: Pack,
  since: LocalDay | null = firstDay(after),
): TakesEffect {
  if (since === null) return { since, until: null, examples: [] }
  const was = firstDay(before)
  const until = was === null || was < since ? addDays(since, -1) : null
  const examples = classesOf(before, after).map((one) => ({
    class: one,
    old: until === null ? null : recorded(before, until, one),
    new: recorded(after, since, one),
  }))
  return { since, until, examples }
}

function firstDay({ since }: Pack): LocalDay | null {
  return since === 'unknown' ? null : since
}

/** Every class of footage that either version gives a period. */
function classesOf(...packs: readonly Pack[]): readonly DataClass[] {
  const all = packs.flatMap(({ retention }) => [
    ...retention.classes,
    ...retention.byClass.flatMap(({ classes }) => classes ?? []),
  ])
  return [...new Set(all)]
}

function recorded(pack: Pack, day: LocalDay, footage: DataClass): Recorded {
  const noon = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: pack.timeZone, plainTime: '12:00' })
  const recordedAt = noon.toString({ timeZoneName: 'never' })
  const { answer, lastDay, approx, clauses } = expiry(pack, {
    ask: 'expiry',
    footage: { class: footage, recordedAt },
  })
  return { recordedOn: day, answer, lastDay, approx, clauses }
}
