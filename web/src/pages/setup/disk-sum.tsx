import type { Answer } from '../../api.ts'
import type { Formats } from '../../messages/format.ts'
import { useText } from '../../messages/text.tsx'
import { Icon } from '../../ui/icon.tsx'

export type Sum = Answer<'GET /api/setup/capacity'>

/** The sum in one line: what is needed, what is free, whether it fits. */
export function DiskVerdict({ sum }: { readonly sum: Sum }) {
  const { t, format } = useText()
  const share = Math.min(1, sum.needed / Math.max(1, sum.available))
  return (
    <div
      className={`flex flex-col gap-2 rounded-8 border-2 px-4 py-3 ${sum.fits ? 'border-success-2' : 'border-error-1'}`}
    >
      <p
        className={`flex items-center gap-2 text-std-17B-170 ${sum.fits ? 'text-success-2' : 'text-error-1'}`}
      >
        <Icon name={sum.fits ? 'circleCheck' : 'error'} />
        {t(sum.fits ? 'disk.fits' : 'disk.tooSmall')}
      </p>
      <div className="h-4 overflow-hidden rounded-4 border border-solid-gray-420 bg-white" aria-hidden="true">
        <div
          className={sum.fits ? 'h-full bg-key-600' : 'h-full bg-error-1'}
          style={{ width: `${Math.max(1, share * 100)}%` }}
        />
      </div>
      <p className="text-solid-gray-700 nums">
        {t('disk.footage', { cameras: sum.cameras, rate: rate(sum.kbps, format), days: sum.days })}
      </p>
      <p className="nums">
        {t('disk.line', { needed: format.bytes(sum.needed), available: format.bytes(sum.available) })}
        {!sum.fits && (
          <strong className="ml-2 text-error-2">
            {t('disk.missing', { missing: format.bytes(sum.needed - sum.available) })}
          </strong>
        )}
      </p>
    </div>
  )
}

/** Every part of the sum, as on paper. */
export function DiskTable({ sum }: { readonly sum: Sum }) {
  const { t, format } = useText()
  const rows: readonly (readonly [string, number])[] = [
    [t('disk.footage', { cameras: sum.cameras, rate: rate(sum.kbps, format), days: sum.days }), sum.footage],
    [t('disk.padding'), sum.padding],
    [t('disk.margin'), sum.margin],
    [t('disk.holds'), sum.holdReserve],
  ]
  return (
    <table className="w-full text-std-16N-170 nums">
      <caption className="sr-only">{t('disk.title')}</caption>
      <tbody>
        {rows.map(([label, bytes]) => (
          <tr key={label} className="border-b border-solid-gray-200">
            <th scope="row" className="py-2 pr-4 text-left font-normal">
              {label}
            </th>
            <td className="py-2 text-right whitespace-nowrap">{format.bytes(bytes)}</td>
          </tr>
        ))}
        <tr className="border-b-2 border-solid-gray-800">
          <th scope="row" className="py-2 pr-4 text-left text-std-16B-170">
            {t('disk.needed')}
          </th>
          <td className="py-2 text-right text-std-16B-170 whitespace-nowrap">{format.bytes(sum.needed)}</td>
        </tr>
        <tr>
          <th scope="row" className="py-2 pr-4 text-left font-normal">
            {t('disk.available')}
          </th>
          <td className="py-2 text-right whitespace-nowrap">{format.bytes(sum.available)}</td>
        </tr>
      </tbody>
    </table>
  )
}

function rate(kbps: number, format: Formats): string {
  return kbps >= 1000 ? `${format.number(kbps / 1000, 1)} Mbps` : `${format.number(kbps)} kbps`
}
