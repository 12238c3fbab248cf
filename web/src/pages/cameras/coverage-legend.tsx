import { useText } from '../../messages/text.tsx'
import { type Kind, kinds } from './coverage-parts.ts'

/** Colour and texture: each kind is told by its texture alone too. */
const colours: Readonly<Record<Kind, { readonly ground: string; readonly mark: string }>> = {
  sealed: { ground: '#4979f5', mark: '#4979f5' },
  held: { ground: '#00118f', mark: '#9db7f9' },
  erased: { ground: '#f2f2f2', mark: '#999999' },
  gap: { ground: '#ffdada', mark: '#ce0000' },
}

export function fillOf(kind: Kind, id: string): string {
  return kind === 'sealed' ? colours.sealed.ground : `url(#${kind}${id})`
}

/** Patterns for a bar of `hours` units by 1 that is stretched to any width: drawn in the bar's own units. */
export function CoveragePatterns({ id, hours }: { readonly id: string; readonly hours: number }) {
  const unit = hours / 150
  return (
    <defs>
      <pattern id={`held${id}`} patternUnits="userSpaceOnUse" width={unit} height={0.2}>
        <rect width={unit} height={0.2} fill={colours.held.ground} />
        <rect width={unit} height={0.05} y={0.075} fill={colours.held.mark} />
      </pattern>
      <pattern id={`erased${id}`} patternUnits="userSpaceOnUse" width={unit} height={0.25}>
        <rect width={unit} height={0.25} fill={colours.erased.ground} />
        <rect width={unit / 4} height={0.06} fill={colours.erased.mark} />
      </pattern>
      <pattern id={`gap${id}`} patternUnits="userSpaceOnUse" width={unit} height={1}>
        <rect width={unit} height={1} fill={colours.gap.ground} />
        <rect width={unit / 2} height={1} fill={colours.gap.mark} />
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
          <svg
            width="28"
            height="18"
            viewBox="0 0 3.5 1"
            preserveAspectRatio="none"
            aria-hidden="true"
            className="border border-solid-gray-420"
          >
            <CoveragePatterns id={`legend${kind}`} hours={150} />
            <rect width="3.5" height="1" fill={fillOf(kind, `legend${kind}`)} />
          </svg>
          {t(`coverage.${kind}`)}
        </li>
      ))}
    </ul>
  )
}
