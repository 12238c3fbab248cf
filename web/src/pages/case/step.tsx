import type { ReactNode } from 'react'
import { useText } from '../../messages/text.tsx'
import { Icon } from '../../ui/icon.tsx'

export type StepState = 'done' | 'current' | 'later' | 'refused' | 'off'

const circles: Readonly<Record<StepState, string>> = {
  done: 'bg-key-900 text-white border-key-900',
  current: 'bg-white text-key-900 border-key-900',
  later: 'bg-white text-solid-gray-700 border-solid-gray-420',
  refused: 'bg-solid-gray-800 text-white border-solid-gray-800',
  off: 'bg-white text-solid-gray-536 border-solid-gray-300',
}

/** One step of a vertical stepper; what has not come yet shows its title only. */
export function Step({
  number,
  title,
  state,
  last = false,
  summary,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly state: StepState
  readonly last?: boolean
  /** one line in place of the content of a finished step; the content opens on a click */
  readonly summary?: ReactNode
  readonly children: ReactNode
}) {
  const { t } = useText()
  return (
    <li
      id={state === 'current' ? 'now' : undefined}
      tabIndex={state === 'current' ? -1 : undefined}
      className="grid scroll-mt-4 focus:outline-none grid-cols-[2.5rem_minmax(0,1fr)] gap-x-5"
      aria-current={state === 'current' ? 'step' : undefined}
    >
      <div className="flex flex-col items-center">
        <span
          className={`flex size-10 shrink-0 items-center justify-center rounded-full border-[3px] text-dns-17B-130 ${circles[state]}`}
        >
          {state === 'done' ? (
            <Icon name="check" size={22} />
          ) : state === 'refused' ? (
            <Icon name="close" size={22} />
          ) : (
            number
          )}
        </span>
        {!last && (
          <span className={`w-[3px] flex-1 ${state === 'done' ? 'bg-key-900' : 'bg-solid-gray-200'}`} />
        )}
      </div>
      <section className={last ? '' : 'pb-10'}>
        <h2
          className={`flex min-h-10 items-center gap-3 text-std-22B-150 ${
            state === 'later' || state === 'off' ? 'text-solid-gray-700' : 'text-solid-gray-900'
          }`}
        >
          {title}
          <span className="sr-only">{t(`step.${state}`)}</span>
        </h2>
        {state !== 'later' &&
          state !== 'off' &&
          (state === 'done' && summary !== undefined ? (
            <details className="mt-1">
              <summary className="flex flex-wrap items-baseline justify-between gap-x-6 rounded-4 [&::-webkit-details-marker]:hidden">
                <span>{summary}</span>
                <span className="link">{t('step.more')}</span>
              </summary>
              <div className="mt-3 flex flex-col gap-5">{children}</div>
            </details>
          ) : (
            <div className="mt-3 flex flex-col gap-5">{children}</div>
          ))}
      </section>
    </li>
  )
}
