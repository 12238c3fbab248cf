import { useText } from '../../messages/text.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { Cell, Row, Table } from '../../ui/table.tsx'
import { useQuery } from '../../ui/use-query.ts'

/** What was erased, when it was due, when it was done, and whether new footage stands in its place by now. */
export function ErasureList() {
  const { t, named, format, clause } = useText()
  const { data, problem } = useQuery('GET /api/erasures', undefined, 10_000)
  if (problem !== null) return <ProblemNotice problem={problem} />
  if (data === null) return <Loading />
  return (
    <>
      <p>{t('erasures.lead')}</p>
      {data.erasures.length === 0 ? (
        <p>{t('erasures.none')}</p>
      ) : (
        <Table
          caption={t('erasures.title')}
          head={[
            t('erasures.day'),
            t('erasures.what'),
            t('erasures.due'),
            t('erasures.done'),
            t('erasures.overwritten'),
            t('erasures.key'),
          ]}
        >
          {data.erasures.map((one) => (
            <Row key={one.id}>
              <Cell>
                <span className="whitespace-nowrap">
                  {one.cause === 'hold-ended'
                    ? t('erasures.holdDay', { day: format.legalDay(one.day) })
                    : format.legalDay(one.day)}
                </span>
                <span className="block text-solid-gray-700">{t(`erasures.cause.${one.cause}`)}</span>
                <span className="block whitespace-nowrap text-solid-gray-700">{clause(one.clause)}</span>
              </Cell>
              <Cell className="whitespace-nowrap">
                {t('erasures.sum', { cameras: one.cameras, length: format.duration(one.hours * 3_600_000) })}
              </Cell>
              <Cell className="whitespace-nowrap nums">{format.dateTime(one.dueAt)}</Cell>
              <Cell className="nums">
                <span className="block whitespace-nowrap">{format.dateTime(one.erasedAt)}</span>
                {one.late ? (
                  <Chip tone="red" icon="warning">
                    {t('erasures.late', { by: format.span(one.erasedAt - one.dueAt) })}
                  </Chip>
                ) : (
                  <Chip tone="green" icon="check">
                    {t('erasures.inTime')}
                  </Chip>
                )}
              </Cell>
              <Cell className="nums">
                {one.overwrittenAt === null ? (
                  <>
                    {t('erasures.waiting')}
                    <span className="block text-solid-gray-700">
                      {t('erasures.progress', { done: one.overwritten, all: one.slots })}
                    </span>
                  </>
                ) : (
                  format.dateTime(one.overwrittenAt)
                )}
              </Cell>
              <Cell>{named(`anchor.${one.anchor}`) ?? one.anchor}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </>
  )
}
