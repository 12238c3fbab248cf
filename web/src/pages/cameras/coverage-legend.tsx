import { useText } from '../../messages/text.tsx'
import { type Kind, kinds } from './coverage-parts.ts'

/** Colour and texture: each kind is told by its texture alone too. */
const colours: Readonly<Record<Kind, { readonly ground: string; readonly mark: string }>> = {
  sealed: { ground: '#4979f5', mark: '#4979f5' },
  held: { ground: '#00118f', mark: '#9db7f9' },
  erased: { ground: '#f2f2f2', mark: '#767676' },
  gap: { ground: '#ffdada', mark: '#ce0000' },
}

export function fillOf(kind: Kind, id: string): string {
  return kind === 'sealed' ? colours.sealed.ground : `url(#${kind}${id})`
}

/** Patterns in pixels. That of a gap is slanted, so that some of its red is seen however narrow the gap. */
export function CoveragePatterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`held${id}`} patternUnits="userSpaceOnUse" width={6} height={6}>
        <rect width={6} height={6} fill={colours.held.ground} />
        <rect width={6} height={2} y={2} fill={colours.held.mark} />
      </pattern>
      <pattern id={`erased${id}`} patternUnits="userSpaceOnUse" width={6} height={6}>
        <rect width={6} height={6} fill={colours.erased.ground} />
        <rect width={2} height={2} x={2} y={2} fill={colours.erased.mark} />
      </pattern>
      <pattern
        id={`gap${id}`}
        patternUnits="userSpaceOnUse"
        width={6}
        height={6}
        patternTransform="rotate(45)"
      >
        <rect width={6} height={6} fill={colours.gap.ground} />
        <rect width={4} height={6} fill={colours.gap.mark} />
      </pattern>
    </defs>
  )
}

export function CoverageLegend() {
  const { t } = useText()
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1" aria-label={t('coverage.legend')}>
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-2 text-dns-16N-130">
          <svg width="28" height="18" aria-hidden="true" className="border border-solid-gray-420">
            <CoveragePatterns id={`legend${kind}`} />
            <rect width="28" height="18" fill={fillOf(kind, `legend${kind}`)} />
          </svg>
          {t(`coverage.${kind}`)}
        </li>
      ))}
    </ul>
  )
}
