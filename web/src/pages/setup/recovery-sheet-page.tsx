import type { RecoverySheet } from '../../../../src/vault/recovery-kit.ts'
import { useText } from '../../messages/text.tsx'
import { localDay } from '../../time.ts'
import { useNow } from '../../ui/use-now.ts'
import type { Draft } from './wizard.tsx'

/** One sheet of paper of the recovery kit. The screen shows its shape, only paper its lines. */
export function RecoverySheetPage({
  sheet,
  draft,
}: {
  readonly sheet: RecoverySheet
  readonly draft: Draft
}) {
  const { t, format, zone } = useText()
  const now = useNow(60_000)
  return (
    <article className="sheet flex flex-col gap-5 rounded-8 border-2 border-solid-gray-420 bg-white p-8 text-solid-gray-900">
      <header className="flex items-start justify-between gap-6 border-b-2 border-solid-gray-900 pb-4">
        <div>
          <h3 className="text-std-22B-150">{t('sheet.title')}</h3>
          <p>{t('sheet.office', { municipality: draft.municipality, department: draft.department })}</p>
        </div>
        <p className="text-right">
          <span className="block text-std-32B-150 nums">
            {sheet.sheet} / {sheet.of}
          </span>
          <span className="whitespace-nowrap">{format.legalDay(localDay(now, zone))}</span>
        </p>
      </header>
      <p>{t('sheet.what', { needed: sheet.needed, of: sheet.of })}</p>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-3 font-mono">
        <dt className="font-sans">{t('sheet.kit')}</dt>
        <dd className="text-[1.375rem] leading-snug font-bold tracking-wide print:text-[1.75rem]">
          {sheet.kit}
        </dd>
        {sheet.lines.map((line, index) => (
          <div key={line} className="contents">
            <dt className="font-sans">{t('sheet.line', { line: index + 1 })}</dt>
            <dd className="text-[1.375rem] leading-snug font-bold tracking-wide print:text-[1.75rem]">
              <span className="hidden print:inline">{line}</span>
              <span className="print:hidden" aria-label={t('sheet.hidden')}>
                {line.replaceAll(/[^-]/g, '•')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p>{t(`sheet.give${sheet.sheet === 1 ? '1' : sheet.sheet === 2 ? '2' : '3'}`)}</p>
      <div className="grid grid-cols-2 gap-6 pt-2">
        <p className="border-b border-solid-gray-536 pb-6 text-dns-14N-130 print:pb-12">
          {t('sheet.keeper')}
        </p>
        <p className="border-b border-solid-gray-536 pb-6 text-dns-14N-130 print:pb-12">{t('sheet.place')}</p>
      </div>
      <p>{t('sheet.use')}</p>
      <p className="text-dns-14N-130 text-solid-gray-700">{t('sheet.secret')}</p>
    </article>
  )
}
