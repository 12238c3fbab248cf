import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Answer } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { countStates, matches, type StateFilter, stateFilters } from './article-filter.ts'
import { ArticleView } from './article-view.tsx'
import { OfficeValues } from './office-values.tsx'

type Guideline = Answer<'GET /api/guideline'>

/** The instrument article by article: what it says, how the program holds it, and how it stands today. */
export function GuidelinePage() {
  const { t, language, format } = useText()
  const [search] = useSearchParams()
  const query = useQuery('GET /api/guideline', { query: { lang: language } }, 30_000)
  const found = query.data
  return (
    <Page
      title={t('guideline.title')}
      lead={
        found === null
          ? undefined
          : t(found.since === null ? 'guideline.leadNoDay' : 'guideline.lead', {
              title: found.title,
              day: found.since === null ? '' : format.legalDay(found.since),
            })
      }
    >
      <ProblemNotice problem={query.problem} />
      {found === null ? (
        query.problem === null && <Loading />
      ) : (
        <>
          {found.draft && (
            <Notice tone="warning" title={t('guideline.draft')}>
              {t('guideline.draftText')}
            </Notice>
          )}
          <Tabs
            label={t('guideline.title')}
            first={search.get('tab') ?? 'articles'}
            tabs={[
              {
                id: 'articles',
                title: t('guideline.articles'),
                content: <Articles found={found} onChanged={query.reload} />,
              },
              {
                id: 'office',
                title: t('guideline.office'),
                content: <OfficeValues found={found} onChanged={query.reload} />,
              },
            ]}
          />
        </>
      )}
    </Page>
  )
}

function Articles({
  found,
  onChanged,
}: {
  readonly found: Guideline
  readonly onChanged: () => Promise<void>
}) {
  const { t } = useText()
  const [filter, setFilter] = useState<StateFilter>('all')
  const counts = countStates(found.articles)
  const shown = found.articles.filter((article) => matches(article, filter))
  return (
    <>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t('guideline.filter')}</legend>
        {stateFilters.map((one) => (
          <label
            key={one}
            className="flex cursor-pointer items-center gap-2 rounded-full border border-solid-gray-420 px-4 py-2 has-checked:border-key-900 has-checked:bg-key-50"
          >
            <input
              type="radio"
              name="state"
              className="size-5 accent-key-900"
              checked={filter === one}
              onChange={() => setFilter(one)}
            />
            {t('guideline.count', { label: t(`guideline.filter.${one}`), count: counts[one] })}
          </label>
        ))}
      </fieldset>
      {shown.length === 0 ? (
        <p>{t('guideline.none')}</p>
      ) : (
        <ol className="flex flex-col gap-4">
          {shown.map((article) => (
            <ArticleView
              key={article.clause}
              article={article}
              cameras={found.cameras}
              mayEnter={found.may.enter}
              onChanged={onChanged}
            />
          ))}
        </ol>
      )}
    </>
  )
}
