import { useText } from '../../messages/text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { gapsInside, type WindowPart } from './window-length.ts'

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
