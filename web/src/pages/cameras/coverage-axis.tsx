import { useText } from '../../messages/text.tsx'
import { localDay } from '../../time.ts'
import { hourLength } from './coverage-parts.ts'
import type { Scale } from './coverage-scale.ts'

/** Above a bar: its days, today by name. */
export function CoverageDays({ days, scale }: { readonly days: readonly number[]; readonly scale: Scale }) {
  const { t, format, zone } = useText()
  const many = days.length > 8
  return (
    <div className="relative h-6" aria-hidden="true">
      {days.map((day, index) => {
        const today = index === days.length - 1
        const left = `${scale.place(day) * 100}%`
        return today ? (
          <span
            key={day}
            className="absolute text-dns-14B-130 whitespace-nowrap text-solid-gray-900"
            style={{ left }}
          >
            {t('coverage.todayOf', { day: format.shortDay(day) })}
          </span>
        ) : (
          <span
            key={day}
            // counted from today, so that the label before it is never the one that is left out
            className={`absolute text-dns-14N-130 whitespace-nowrap text-solid-gray-700 ${
              many && (days.length - index) % 2 === 1 ? 'max-lg:hidden' : ''
            }`}
            style={{ left }}
          >
            {many ? monthDay(localDay(day, zone)) : format.shortDay(day)}
          </span>
        )
      })}
    </div>
  )
}

/** Below a bar: the hours of today, and now. */
export function CoverageAxis({
  today,
  now,
  scale,
}: {
  readonly today: number
  readonly now: number
  readonly scale: Scale
}) {
  const { t, format } = useText()
  const here = scale.place(now)
  return (
    <div className="relative h-6 text-dns-14N-130 nums" aria-hidden="true">
      {[0, 6, 12, 18].map((hour) => {
        const place = scale.place(today + hour * hourLength)
        // under the label of now it could not be read
        if (Math.abs(place - here) < 0.1) return null
        return (
          <span
            key={hour}
            className={`absolute top-1 whitespace-nowrap text-solid-gray-700 ${hour === 0 ? '' : '-translate-x-1/2'}`}
            style={{ left: `${place * 100}%` }}
          >
            {format.shortTime(today + hour * hourLength)}
          </span>
        )
      })}
      <span
        className="absolute top-1 text-dns-14B-130 whitespace-nowrap text-solid-gray-900"
        style={here > 0.94 ? { right: 0 } : { left: `${here * 100}%`, transform: 'translateX(-50%)' }}
      >
        {t('coverage.now', { time: format.shortTime(now) })}
      </span>
    </div>
  )
}

function monthDay(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month}/${date}`
}
