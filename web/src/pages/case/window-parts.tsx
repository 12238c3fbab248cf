import type { Answer } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { totalLength } from '../../playback/timeline.ts'
import { Icon } from '../../ui/icon.tsx'

export type WindowPart = Answer<'GET /api/cases/:id/window'>['parts'][number]

/** Length of what opens, in milliseconds; with several cameras the sum of each. */
export function openLength(parts: readonly WindowPart[]): number {
  return parts.reduce(
    (sum, part) =>
      part.from === null || part.to === null
        ? sum
        : sum + part.to - part.from - gapsInside(part.gaps, part.from, part.to),
    0,
  )
}

function gapsInside(gaps: WindowPart['gaps'], from: number, to: number): number {
  return totalLength(
    gaps
      .map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
      .filter((gap) => gap.to > gap.from),
  )
}

/** What exactly opens: per camera the true edges, what is missing, and what is still being recorded. */
export function WindowParts({
  parts,
  asked,
}: {
  readonly parts: readonly WindowPart[]
  readonly asked: { readonly from: number; readonly to: number }
}) {
  const { t, named, format } = useText()
  return (
    <ul className="flex flex-col gap-3">
      {parts.map((part) => (
        <li key={part.camera} className="rounded-8 border border-solid-gray-300 px-4 py-3">
          <p className="text-std-16B-170">{part.label}</p>
          {part.from === null || part.to === null ? (
            <p className="flex items-center gap-2 text-error-2">
              <Icon name="warning" size={20} />
              {t('window.nothing')}
            </p>
          ) : (
            <>
              <p className="nums">
                {t('window.edges', {
                  from: format.dateTime(part.from),
                  to: format.time(part.to),
                  length: format.duration(part.to - part.from - gapsInside(part.gaps, part.from, part.to)),
                })}
              </p>
              {(part.from < asked.from || part.to > asked.to) && (
                <p className="text-solid-gray-700">{t('window.wider')}</p>
              )}
            </>
          )}
          {part.gaps.map((gap) => (
            <p key={gap.from} className="flex items-start gap-2 text-solid-gray-900 nums">
              <Icon name="warning" size={20} className="mt-1 text-warning-yellow-2" />
              {t('window.gap', {
                from: format.time(gap.from),
                to: format.time(gap.to),
                cause: named(`cause.${gap.cause}`) ?? t('cause.unknown'),
              })}
            </p>
          ))}
          {part.unfinished && (
            <p className="flex items-start gap-2">
              <Icon name="clock" size={20} className="mt-1" />
              {t('window.unfinished')}
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}
