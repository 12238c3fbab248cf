import { useText } from '../../messages/text.tsx'
import { Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { Cell, Row, Table } from '../../ui/table.tsx'
import { useQuery } from '../../ui/use-query.ts'

/** Times without a record, newest first, with the cause in words. */
export function GapList({
  camera,
  window,
}: {
  readonly camera: string
  readonly window: { readonly from: number; readonly to: number }
}) {
  const { t, named, format } = useText()
  const { data, problem } = useQuery(
    'GET /api/cameras/:id/gaps',
    { params: { id: camera }, query: window },
    10_000,
  )
  if (problem !== null) return <ProblemNotice problem={problem} />
  if (data === null) return <Loading />
  if (data.gaps.length === 0) return <p className="mt-2">{t('gaps.none')}</p>
  return (
    <div className="mt-3">
      <Table
        caption={t('gaps.title')}
        head={[t('gaps.from'), t('gaps.to'), t('gaps.length'), t('gaps.cause')]}
      >
        {data.gaps.toReversed().map((gap) => (
          <Row key={gap.from}>
            <Cell className="nums whitespace-nowrap">{format.dateTime(gap.from)}</Cell>
            <Cell className="nums whitespace-nowrap">
              {gap.open ? t('gaps.open') : format.dateTime(gap.to)}
            </Cell>
            <Cell className="nums whitespace-nowrap">{format.span(gap.to - gap.from)}</Cell>
            <Cell>
              {named(`cause.${gap.cause}`) ?? t('cause.unknown')}
              {gap.detail !== '' && (
                <details>
                  <summary className="inline-block rounded-4 text-solid-gray-700 link">
                    {t('gaps.detail')}
                  </summary>
                  <p className="max-w-2xl text-solid-gray-700">{gap.detail}</p>
                </details>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  )
}
