import type { ReactNode } from 'react'
import { useText } from '../messages/text.tsx'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'info' | 'success' | 'warning' | 'error'

const tones: Readonly<
  Record<Tone, { readonly frame: string; readonly ink: string; readonly icon: IconName }>
> = {
  info: { frame: 'border-key-900', ink: 'text-key-900', icon: 'info' },
  success: { frame: 'border-success-2', ink: 'text-success-2', icon: 'circleCheck' },
  warning: { frame: 'border-warning-yellow-2', ink: 'text-warning-yellow-2', icon: 'warning' },
  error: { frame: 'border-error-1', ink: 'text-error-1', icon: 'error' },
}

/** A framed message with a coloured edge; `live` makes screen readers speak it when it appears. */
export function Notice({
  tone,
  title,
  children,
  actions,
  live = false,
}: {
  readonly tone: Tone
  readonly title?: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly live?: boolean
}) {
  const { t } = useText()
  const { frame, ink, icon } = tones[tone]
  return (
    <div
      role={live ? (tone === 'error' ? 'alert' : 'status') : undefined}
      className={`flex gap-4 rounded-8 border-2 border-l-[12px] bg-white px-5 py-4 ${frame}`}
    >
      <span className={ink}>
        <Icon name={icon} size={28} />
        <span className="sr-only">{t(`tone.${tone}`)}</span>
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        {title !== undefined && <p className="text-std-17B-170 text-solid-gray-900">{title}</p>}
        {children !== undefined && <div className="text-std-16N-170">{children}</div>}
        {actions !== undefined && actions !== false && (
          <div className="mt-2 flex flex-wrap gap-3">{actions}</div>
        )}
      </div>
    </div>
  )
}
