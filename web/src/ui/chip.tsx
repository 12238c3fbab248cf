import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type ChipTone = 'blue' | 'green' | 'yellow' | 'red' | 'gray'

const tones: Readonly<Record<ChipTone, string>> = {
  blue: 'border-key-600 bg-key-50 text-key-1000',
  green: 'border-green-700 bg-green-50 text-green-1000',
  yellow: 'border-yellow-900 bg-yellow-50 text-yellow-1200',
  red: 'border-red-800 bg-red-50 text-red-1000',
  gray: 'border-solid-gray-536 bg-solid-gray-50 text-solid-gray-800',
}

/** A state in words with an icon. */
export function Chip({
  tone,
  icon,
  children,
}: {
  readonly tone: ChipTone
  readonly icon?: IconName
  readonly children: ReactNode
}) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-6 border px-2 py-1 text-dns-14B-130 whitespace-nowrap ${tones[tone]}`}
    >
      {icon !== undefined && <Icon name={icon} size={16} />}
      {children}
    </span>
  )
}
