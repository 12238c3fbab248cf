import { useText } from '../../messages/text.tsx'
import { openLength, type WindowPart } from './window-length.ts'

/** 「この8分20秒だけ開けます」 */
export function OnlyThese({ parts }: { readonly parts: readonly WindowPart[] }) {
  const { t, format } = useText()
  const recorded = parts.filter((part) => part.from !== null).length
  const length = format.duration(openLength(parts))
  return (
    <p className="text-std-20B-160 text-solid-gray-900">
      {recorded === 0
        ? t('window.none')
        : t(recorded === 1 ? 'window.only' : 'window.onlyMany', { length, cameras: recorded })}
    </p>
  )
}
