import { useId, useMemo, useState } from 'react'
import { useText } from '../../messages/text.tsx'
import { localDay } from '../../time.ts'
import { CoverageAxis, CoverageDays } from './coverage-axis.tsx'
import { CoveragePatterns, fillOf } from './coverage-legend.tsx'
import { coverageBlocks, coverageSums, type Hour, hourLength, kinds } from './coverage-parts.ts'
import { coverageScale } from './coverage-scale.ts'

const height = 36

export type CoverageWindow = {
  readonly from: number
  /** first instants of its days; the last is today */
  readonly days: readonly number[]
  readonly to: number
}

/** One camera's footage over the days that are kept; arrow keys or the pointer read out an hour. */
export function CoverageBar({
  label,
  window,
  hours,
  told,
  now,
}: {
  readonly label: string
  readonly window: CoverageWindow
  readonly hours: readonly Hour[]
  /** whether the recorder tells what becomes of the camera now */
  readonly told: boolean
  readonly now: number
}) {
  const { t, format, zone } = useText()
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, '')
  const { from, days, to } = window
  const today = days.at(-1) ?? from
  const scale = useMemo(() => coverageScale(from, today, to), [from, today, to])
  const blocks = useMemo(() => coverageBlocks(hours, now, told, scale), [hours, now, told, scale])
  const sums = useMemo(() => coverageSums(hours), [hours])
  const [cursor, setCursor] = useState<number | null>(null)
  const total = Math.round((to - from) / hourLength)
  const last = Math.max(0, Math.min(total - 1, Math.floor((now - from) / hourLength)))
  const move = (hour: number): void => setCursor(Math.max(0, Math.min(total - 1, hour)))
  const sumText = kinds
    .filter((kind) => sums[kind] > 0)
    .map((kind) => `${t(`coverage.${kind}`)} ${format.duration(sums[kind])}`)
    .join(t('comma'))
  return (
    <div>
      <CoverageDays days={days} scale={scale} />
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
        onFocus={() => setCursor((was) => was ?? last)}
        onBlur={() => setCursor(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          const place = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width))
          move(Math.floor((scale.instant(place) - from) / hourLength))
        }}
        onPointerLeave={() => setCursor(null)}
      >
        <span
          aria-hidden="true"
          className="absolute inset-y-0 right-0 rounded-r-4 bg-solid-gray-100"
          style={{ left: percent(scale.place(now)) }}
        />
        <svg
          className="relative block w-full rounded-4 border border-solid-gray-420"
          height={height}
          aria-hidden="true"
        >
          <CoveragePatterns id={id} />
          {blocks.map((block) => (
            <rect
              key={`${block.kind}${block.x}/${block.y}`}
              x={percent(block.x)}
              y={block.y * height}
              width={percent(block.width)}
              height={block.height * height}
              fill={fillOf(block.kind, id)}
            />
          ))}
        </svg>
        {days.slice(1).map((day) => (
          <span
            key={day}
            aria-hidden="true"
            className={`absolute inset-y-0 ${day === today ? 'w-0.5 -translate-x-px bg-solid-gray-900' : 'w-px bg-solid-gray-700/60'}`}
            style={{ left: percent(scale.place(day)) }}
          />
        ))}
        <span
          aria-hidden="true"
          className="absolute -inset-y-1 w-0.5 bg-solid-gray-900"
          style={{ left: percent(scale.place(now)) }}
        />
        {cursor !== null && (
          <span
            aria-hidden="true"
            className="absolute -inset-y-1 border-2 border-solid-gray-900 ring-1 ring-white"
            style={{
              left: percent(scale.place(from + cursor * hourLength)),
              width: `max(6px, ${percent(
                scale.place(from + (cursor + 1) * hourLength) - scale.place(from + cursor * hourLength),
              )})`,
            }}
          />
        )}
      </div>
      <CoverageAxis today={today} now={now} scale={scale} />
      <p className="min-h-7 text-std-16N-170 nums">
        {cursor === null ? (
          <span className="text-solid-gray-700">{sumText === '' ? t('coverage.none') : sumText}</span>
        ) : (
          hourText(cursor)
        )}
      </p>
    </div>
  )

  function hourText(index: number): string {
    const at = from + index * hourLength
    const hour = hours.find((one) => one.hour === at)
    const parts = kinds
      .filter((kind) => (hour?.[kind] ?? 0) > 0)
      .map((kind) => `${t(`coverage.${kind}`)} ${format.duration(hour?.[kind] ?? 0)}`)
    return t('coverage.hour', {
      day: localDay(at, zone) === localDay(now, zone) ? t('coverage.today') : format.shortDay(at),
      from: format.shortTime(at),
      to: format.shortTime(at + hourLength),
      what: parts.length === 0 ? t('coverage.nothing') : parts.join(t('comma')),
    })
  }
}

/** A share of the bar's width as CSS and SVG take it. */
function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`
}
