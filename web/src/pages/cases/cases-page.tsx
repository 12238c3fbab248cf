import { Link } from 'react-router'
import { useText } from '../../messages/text.tsx'
import { localDay } from '../../time.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { Cell, Row, Table } from '../../ui/table.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useQuery } from '../../ui/use-query.ts'
import { CaseState } from './case-state.tsx'
import { isGone } from './gone.ts'

export function CasesPage() {
  const { t, format, zone } = useText()
  const today = localDay(useNow(60_000), zone)
  const { data, problem } = useQuery('GET /api/cases', undefined, 5_000)
  const list = [...(data?.cases ?? [])].sort((a, b) => b.enteredAt - a.enteredAt)
  return (
    <Page
      title={t('cases.title')}
      lead={t('cases.lead')}
      actions={
        <ButtonLink to="/cases/new" icon="plus">
          {t('cases.new')}
        </ButtonLink>
      }
    >
      <ProblemNotice problem={problem} />
      {data === null ? (
        problem === null && <Loading />
      ) : list.length === 0 ? (
        <div className="rounded-12 border-2 border-dashed border-solid-gray-420 px-6 py-10 text-center">
          <p className="text-std-18B-160">{t('cases.none')}</p>
          <p className="mt-2">{t('cases.noneText')}</p>
        </div>
      ) : (
        <Table
          caption={t('cases.title')}
          head={[t('cases.number'), t('cases.kind'), t('cases.what'), t('cases.window')]}
        >
          {list.map((one) => {
            const gone = isGone(one, today)
            return (
              <Row key={one.id}>
                <Cell className="whitespace-nowrap">
                  <Link to={`/cases/${one.id}`} className="mb-1 block text-std-16B-170 link nums">
                    {one.number}
                  </Link>
                  <CaseState state={gone ? 'gone' : one.state} />
                </Cell>
                <Cell className="min-w-36">
                  {one.groundTitle}
                  {one.applicant !== null && (
                    <span className="block text-solid-gray-700">{one.applicant.agency}</span>
                  )}
                </Cell>
                <Cell>
                  <span className="line-clamp-2">{one.purpose}</span>
                  <span className="block text-solid-gray-700">
                    {one.cameras.map(({ label }) => label).join(t('comma'))}
                  </span>
                </Cell>
                <Cell className="min-w-60 nums">
                  {format.dateTime(one.from)}
                  <span className="whitespace-nowrap">
                    {t('cases.until', {
                      time: format.time(one.to),
                      length: format.duration(one.to - one.from),
                    })}
                  </span>
                  <span className="block text-solid-gray-700">
                    {one.heldUntil !== null
                      ? t('cases.held', { day: format.legalDay(one.heldUntil) })
                      : one.expiresOn !== null &&
                        !gone &&
                        t('cases.expires', { day: format.legalDay(one.expiresOn) })}
                  </span>
                </Cell>
              </Row>
            )
          })}
        </Table>
      )}
    </Page>
  )
}
