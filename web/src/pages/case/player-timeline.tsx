import { type PointerEvent, useState } from 'react'
import type { PlaylistLeaf } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { axisMarks, joinStretches, missingBetween } from '../../playback/timeline.ts'

/** Marks closer to an end than this have no room for their label; percent. */
const edge = 4

/** The window as a line: what is recorded, what is missing, what was asked for, where the picture stands. */
export function PlayerTimeline({
  leaves,
  from,
  to,
  asked,
  at,
  onSeek,
}: {
  readonly leaves: readonly PlaylistLeaf[]
  readonly from: number
  readonly to: number
  readonly asked: { readonly from: number; readonly to: number }
  readonly at: number
  readonly onSeek: (at: number) => void
}) {
  const { t, format } = useText()
  const [pointed, setPointed] = useState<number | null>(null)
  const percent = (instant: number): number =>
    Math.max(0, Math.min(100, ((instant - from) / (to - from)) * 100))
  const span = (a: number, b: number) => ({ left: `${percent(a)}%`, width: `${percent(b) - percent(a)}%` })
  const instantOf = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect()
    return from + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * (to - from)
  }
  const missing = missingBetween(leaves, from, to)
  return (
    <div className="px-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('player.timeline')}
        aria-valuemin={Math.round(from / 1000)}
        aria-valuemax={Math.round(to / 1000)}
        aria-valuenow={Math.round(at / 1000)}
        aria-valuetext={format.time(at)}
        className="relative h-11 cursor-pointer touch-none rounded-4"
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key]
          if (step === undefined) return
          event.preventDefault()
          onSeek(at + step * 1000)
        }}
        onPointerDown={(event) => onSeek(instantOf(event))}
        onPointerMove={(event) => setPointed(instantOf(event))}
        onPointerLeave={() => setPointed(null)}
      >
        <span className="absolute inset-x-0 top-4 h-4 rounded-4 border border-solid-gray-420 bg-[repeating-linear-gradient(135deg,#fff_0_4px,#b3b3b3_4px_6px)]" />
        {joinStretches(leaves).map((stretch) => (
          <span
            key={stretch.from}
            className="absolute top-5 h-2 bg-key-300"
            style={span(stretch.from, stretch.to)}
          />
        ))}
        <span
          className="absolute top-4 h-4 bg-key-600"
          style={span(Math.max(from, asked.from), Math.min(to, asked.to))}
        />
        {missing.map((gap) => (
          <span
            key={gap.from}
            className="absolute top-4 h-4 border-x border-error-1 bg-[repeating-linear-gradient(135deg,#fff_0_4px,#ce0000_4px_6px)]"
            style={span(gap.from, gap.to)}
          />
        ))}
        <span
          className="absolute top-1 h-10 w-1 -translate-x-1/2 rounded-full bg-solid-gray-900 ring-2 ring-white"
          style={{ left: `${percent(at)}%` }}
        />
        {pointed !== null && (
          <span
            className="pointer-events-none absolute -top-6 -translate-x-1/2 rounded-4 bg-solid-gray-900 px-2 py-0.5 text-dns-14N-130 text-white nums"
            style={{ left: `${percent(pointed)}%` }}
          >
            {format.time(pointed)}
          </span>
        )}
      </div>
      <div className="relative h-7" aria-hidden="true">
        {axisMarks(from, to, 7)
          .filter((mark) => percent(mark) > edge && percent(mark) < 100 - edge)
          .map((mark) => (
            <span
              key={mark}
              className="absolute flex -translate-x-1/2 flex-col items-center text-dns-14N-130 whitespace-nowrap text-solid-gray-700 nums"
              style={{ left: `${percent(mark)}%` }}
            >
              <span className="h-1.5 w-px bg-solid-gray-536" />
              {format.time(mark)}
            </span>
          ))}
      </div>
      <p className="flex flex-wrap gap-x-5 text-dns-14N-130 text-solid-gray-700">
        <Key className="bg-key-600">{t('player.asked')}</Key>
        <Key className="h-1.5! bg-key-300">{t('player.around')}</Key>
        {missing.length > 0 && (
          <Key className="bg-[repeating-linear-gradient(135deg,#fff_0_4px,#ce0000_4px_6px)]">
            {t('coverage.gap')}
          </Key>
        )}
      </p>
    </div>
  )
}

function Key({ className, children }: { readonly className: string; readonly children: string }) {
  return (
    <span className="flex items-center gap-2 py-1">
      <span className={`inline-block h-3 w-6 border border-solid-gray-420 ${className}`} />
      {children}
    </span>
  )
}
