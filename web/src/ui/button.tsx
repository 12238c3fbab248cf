import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon, type IconName } from './icon.tsx'

type Look = 'solid' | 'outline' | 'plain' | 'danger'
type Size = 'large' | 'medium' | 'small'

const looks: Readonly<Record<Look, string>> = {
  solid:
    'border-2 border-key-900 bg-key-900 text-white hover:bg-key-1000 hover:border-key-1000 hover:underline active:bg-key-1200 disabled:bg-solid-gray-300 disabled:border-solid-gray-300 disabled:text-solid-gray-50',
  outline:
    'border-2 border-key-900 bg-white text-key-900 hover:bg-key-50 hover:underline active:bg-key-100 disabled:border-solid-gray-300 disabled:text-solid-gray-420',
  plain:
    'border-2 border-transparent bg-transparent text-key-900 underline underline-offset-4 hover:bg-key-50 active:bg-key-100 disabled:text-solid-gray-420',
  danger:
    'border-2 border-error-2 bg-white text-error-2 hover:bg-red-50 hover:underline active:bg-red-100 disabled:border-solid-gray-300 disabled:text-solid-gray-420',
}
const sizes: Readonly<Record<Size, string>> = {
  large: 'min-h-14 px-6 py-2 min-w-32',
  medium: 'min-h-12 px-4 py-2 min-w-24',
  small: 'min-h-9 px-3 py-1',
}
const shared =
  'inline-flex items-center justify-center gap-2 rounded-8 text-center text-dns-16B-130 no-underline underline-offset-4 disabled:pointer-events-none disabled:no-underline aria-disabled:pointer-events-none aria-disabled:opacity-60'

function look(kind: Look, size: Size): string {
  return `${shared} ${looks[kind]} ${sizes[size]}`
}

type Shared = {
  readonly kind?: Look
  readonly size?: Size
  readonly icon?: IconName
  readonly children: ReactNode
}

export function Button({
  kind = 'solid',
  size = 'medium',
  icon,
  busy = false,
  disabled,
  children,
  className = '',
  onClick,
  ...rest
}: Shared & { readonly busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      // not `disabled` while it works: the keyboard would lose its place
      aria-disabled={busy || undefined}
      aria-busy={busy}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
      className={`${look(kind, size)} ${className}`}
    >
      {busy ? <Spinner /> : icon !== undefined && <Icon name={icon} size={20} />}
      {children}
    </button>
  )
}

export function ButtonLink({
  kind = 'solid',
  size = 'medium',
  icon,
  to,
  children,
}: Shared & { readonly to: string }) {
  return (
    <Link to={to} className={look(kind, size)}>
      {icon !== undefined && <Icon name={icon} size={20} />}
      {children}
    </Link>
  )
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-5 shrink-0 animate-spin rounded-full border-[3px] border-current border-r-transparent motion-reduce:animate-none"
    />
  )
}
