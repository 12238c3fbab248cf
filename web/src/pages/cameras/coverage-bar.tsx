import { useId, useMemo, useState } from 'react'
import { useText } from '../../messages/text.tsx'
import { addDays, dayStart, localDay } from '../../time.ts'
import { useNow } from '../../ui/use-now.ts'
import { CoveragePatterns, fillOf } from './coverage-legend.tsx'
import { coverageBlocks, coverageSums, type Hour, kinds } from './coverage-parts.ts'

const hourLength = 3_600_000
const height = 36

type Bar = {
  readonly label: string
  readonly window: { readonly from: number; readonly to: number }
  readonly hours: readonly Hour[]
}

/** One camera's footage over the days that are kept; arrow keys or the pointer read out an hour. */
export function CoverageBar({ label, window, hours }: Bar) {
  const { t, format, zone } = useText()
  const now = useNow(60_000)
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, '')
  const total = (window.to - window.from) / hourLength
  const blocks = useMemo(() => coverageBlocks(hours, window.from), [hours, window.from])
  const sums = useMemo(() => coverageSums(hours), [hours])
  const [cursor, setCursor] = useState<number | null>(null)
  const days: string[] = []
  for (let day = localDay(window.from, zone); dayStart(day, zone) < window.to; day = addDays(day, 1))
    days.push(day)
  const sumText = kinds
    .filter((kind) => sums[kind] > 0)
    .map((kind) => `${t(`coverage.${kind}`)} ${format.duration(sums[kind])}`)
    .join(t('comma'))

  const move = (to: number): void => setCursor(Math.max(0, Math.min(total - 1, to)))
  const last = Math.floor((now - window.from) / hourLength)
  return (
    <div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('coverage.label', { camera: label })}
        aria-valuemin={0}
        aria-valuemax={total - 1}
        aria-valuenow={cursor ?? last}
        aria-valuetext={cursor === null ? sumText : hourText(cursor)}
        className="relative cursor-crosshair rounded-4 outline-offset-4"
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -24, PageDown: 24 }[event.key]
          if (step === undefined) return
          event.preventDefault()
          move((cursor ?? last) + step)
        }}
        onFocus={() => setCursor((was) => was ?? Math.max(0, Math.min(total - 1, last)))}
        onBlur={() => setCursor(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          move(Math.floor(((event.clientX - box.left) / box.width) * total))
        }}
        onPointerLeave={() => setCursor(null)}
      >
        <svg
          className="block w-full rounded-4 border border-solid-gray-420 bg-white"
          height={height}
          preserveAspectRatio="none"
          viewBox={`0 0 ${total} 1`}
          aria-hidden="true"
        >
          <CoveragePatterns id={id} hours={total} />
          {blocks.map((block) => (
            <rect
              key={`${block.kind}${block.x}/${block.y}`}
              x={block.x}
              y={block.y}
              width={block.width}
              height={block.height}
              fill={fillOf(block.kind, id)}
            />
          ))}
        </svg>
        {days.slice(1).map((day) => (
          <span
            key={day}
            aria-hidden="true"
            className="absolute inset-y-0 w-px bg-solid-gray-700/60"
            style={{ left: `${((dayStart(day, zone) - window.from) / hourLength / total) * 100}%` }}
          />
        ))}
        {now < window.to && (
          <span
            aria-hidden="true"
            className="absolute inset-y-0 right-0 rounded-r-4 border-l-2 border-solid-gray-900 bg-solid-gray-100"
            style={{ left: `${((now - window.from) / (window.to - window.from)) * 100}%` }}
          >
            <span className="absolute top-1/2 left-2 -translate-y-1/2 text-dns-14N-130 whitespace-nowrap text-solid-gray-700">
              {t('coverage.now')}
            </span>
          </span>
        )}
        {cursor !== null && (
          <span
            aria-hidden="true"
            className="absolute -inset-y-1 border-2 border-solid-gray-900"
            style={{ left: `${(cursor / total) * 100}%`, width: `max(6px, ${100 / total}%)` }}
          />
        )}
      </div>
      <div className="relative mt-1 h-6" aria-hidden="true">
        {days.map((day, index) => (
          <span
            key={day}
            className={`absolute truncate text-dns-14N-130 text-solid-gray-700 ${days.length > 8 && index % 2 === 1 ? 'max-lg:hidden' : ''}`}
            style={{ left: `${((dayStart(day, zone) - window.from) / hourLength / total) * 100}%` }}
          >
            {days.length > 8 ? shortest(day) : format.shortDay(dayStart(day, zone))}
          </span>
        ))}
      </div>
      <p className="min-h-7 text-std-16N-170 nums">
        {cursor === null ? (
          <span className="text-solid-gray-700">{sumText === '' ? t('coverage.none') : sumText}</span>
        ) : (
          hourText(cursor)
        )}
      </p>
    </div>
  )

  function shortest(day: string): string {
    const [, month, date] = day.split('-').map(Number)
    return `${month}/${date}`
  }

  function hourText(index: number): string {
    const at = window.from + index * hourLength
    const hour = hours.find((one) => one.hour === at)
    const parts = kinds
      .filter((kind) => (hour?.[kind] ?? 0) > 0)
      .map((kind) => `${t(`coverage.${kind}`)} ${format.duration(hour?.[kind] ?? 0)}`)
    return t('coverage.hour', {
      day: format.shortDay(at),
      from: format.shortTime(at),
      to: format.shortTime(at + hourLength),
      what: parts.length === 0 ? t('coverage.nothing') : parts.join(t('comma')),
    })
  }
}
