/** Line icons of 24 units, drawn for this program. Decorative: the words beside them carry the meaning. */
const paths = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  circleCheck: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12.3l2.8 2.7L16 9.5',
  warning: 'M12 3.5 2.5 20h19L12 3.5ZM12 10v4.5M12 17.2v.6',
  error: 'M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5ZM12 7.5v6M12 16.2v.6',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v6M12 7.2v.6',
  camera: 'M4 7h11v10H4zM15 11l6-3v8l-6-3',
  record: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4.5v15l12-7.5L7 4.5Z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  unlock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  people:
    'M9 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14c2.3 1 3.5 3.2 3.5 6',
  book: 'M5 4h13v16H6.5A1.5 1.5 0 0 1 5 18.5V4ZM5 18.5A1.5 1.5 0 0 1 6.5 17H18M9 8h5',
  download: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  refresh: 'M20 12a8 8 0 1 1-2.3-5.6M20 4v5h-5',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5.5l3.5 2',
  erase: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5',
  key: 'M15.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM11.8 12.2 4 20M6.5 17.5l2.5 2.5M9.5 14.5l2 2',
} as const
export type IconName = keyof typeof paths

export function Icon({
  name,
  size = 24,
  className = '',
}: {
  readonly name: IconName
  readonly size?: number
  readonly className?: string
}) {
  return (
    <svg
      className={`shrink-0 ${className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
