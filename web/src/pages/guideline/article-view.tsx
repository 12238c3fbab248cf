import type { ArticleMessage, GuidelineMessage } from '../../../../src/http/contract.ts'
import { useText } from '../../messages/text.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DutyRow } from './duty-row.tsx'
import { StateChip } from './state-chip.tsx'

/** One provision: its meaning, where the program holds it, how it stands, and what shows it. */
export function ArticleView({
  article,
  cameras,
  mayEnter,
  onChanged,
}: {
  readonly article: ArticleMessage
  readonly cameras: GuidelineMessage['cameras']
  readonly mayEnter: boolean
  readonly onChanged: () => Promise<void>
}) {
  const { t, article: print, named } = useText()
  return (
    <li className="rounded-12 border border-solid-gray-300 p-5">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="text-std-18B-160">{print(article.clause)}</h3>
        <StateChip state={article.state} />
        {article.how.map((how) => (
          <Chip key={how} tone="gray">
            {named(`guideline.how.${how}`) ?? how}
          </Chip>
        ))}
        {article.force !== 'must' && (
          <span className="text-solid-gray-700">{named(`guideline.force.${article.force}`)}</span>
        )}
      </div>
      <p className="mt-2 text-std-17N-170">{article.says}</p>
      {article.remark !== null && (
        <p className="mt-1 text-solid-gray-700">{t('guideline.remark', { text: article.remark })}</p>
      )}
      {article.asks !== null && (
        <p className="mt-1 text-warning-yellow-2">{t('guideline.asks', { text: article.asks })}</p>
      )}
      {article.duties.length > 0 && (
        <ul className="mt-3 flex flex-col gap-3">
          {article.duties.map((duty) => (
            <DutyRow
              key={duty.id}
              duty={duty}
              evidence={article.evidence.filter((one) => one.duty === duty.id)}
              cameras={cameras}
              mayEnter={mayEnter}
              onChanged={onChanged}
            />
          ))}
        </ul>
      )}
      <details className="mt-3">
        <summary className="w-fit cursor-pointer link">{t('guideline.more')}</summary>
        <ArticleDetails article={article} />
      </details>
    </li>
  )
}

function ArticleDetails({ article }: { readonly article: ArticleMessage }) {
  const { t, format, named } = useText()
  return (
    <div className="mt-3 flex flex-col gap-5">
      {article.readings !== null && (
        <section>
          <h4 className="text-std-16B-170">{t('guideline.readings')}</h4>
          <ul className="ml-6 list-disc">
            <li>{t('guideline.chosen', { text: article.readings.chosen })}</li>
            {article.readings.others.map((other) => (
              <li key={other} className="text-solid-gray-700">
                {t('guideline.other', { text: other })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h4 className="text-std-16B-170">{t('guideline.parts')}</h4>
        {article.parts.length === 0 && <p>{t('guideline.shown')}</p>}
        <ul className="flex flex-col gap-3">
          {article.parts.map((part) => (
            <li key={part.name} className="border-l-4 border-solid-gray-200 pl-4">
              <p className="text-std-16B-170">{part.title}</p>
              <dl className="grid gap-x-4 sm:grid-cols-[10rem_1fr]">
                {part.facts.map(({ label, text }, index) => (
                  <div key={`${label}${String(index)}`} className="contents">
                    <dt className="text-solid-gray-700">{label}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h4 className="text-std-16B-170">{t('guideline.uses')}</h4>
        {article.uses.length === 0 ? (
          <p>{t('guideline.noUses')}</p>
        ) : (
          <ul className="ml-6 list-disc">
            {article.uses.map(({ kind, count, lastAt, lastSeq }) => (
              <li key={kind}>
                {t('guideline.use', {
                  what: named(`guideline.entry.${kind}`) ?? kind,
                  count,
                  time: format.dateTime(lastAt),
                  seq: lastSeq,
                })}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
