import { useText } from '../messages/text.tsx'
import { useSession } from '../session/session.tsx'
import { OfficialButtons } from './official-buttons.tsx'

/** Says on every page that this is the sample, and switches between its officials. */
export function SampleBar() {
  const { t } = useText()
  const { status } = useSession()
  return (
    <aside className="no-print border-b-2 border-yellow-700 bg-yellow-100" aria-label={t('sample.label')}>
      <div className="mx-auto flex w-full max-w-[76rem] flex-wrap items-center gap-x-5 gap-y-2 px-6 py-2 md:px-8">
        <p className="flex items-center gap-3 text-dns-16N-130 text-solid-gray-900">
          <strong className="rounded-6 bg-solid-gray-900 px-3 py-1.5 text-dns-16B-130 text-yellow-200">
            {t('sample.mark')}
          </strong>
          {t(status === 'in' ? 'sample.who' : 'sample.text')}
        </p>
        {status === 'in' && <OfficialButtons />}
      </div>
    </aside>
  )
}
