import { useMemo, useState } from 'react'
import { useText } from '../../messages/text.tsx'
import { addDays, dayStart, localDay } from '../../time.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, Page, Section } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useQuery } from '../../ui/use-query.ts'
import { CameraRow } from './camera-row.tsx'
import type { CoverageWindow } from './coverage-bar.tsx'
import { CoverageLegend } from './coverage-legend.tsx'
import { RegisterDialog } from './register-dialog.tsx'

/** Days shown when the retention is not known yet, and the least shown: the last day of the past is what erasure is seen on. */
const fewestDays = 2

export function CamerasPage() {
  const { t, format, zone, clause } = useText()
  const cameras = useQuery('GET /api/cameras', undefined, 5_000)
  const register = useQuery('GET /api/register')
  const [registering, setRegistering] = useState(false)
  const now = useNow(10_000)
  const today = localDay(now, zone)
  const [days, setDays] = useState(fewestDays)
  const window = useMemo(() => {
    const starts = Array.from({ length: days }, (_, i) => dayStart(addDays(today, i + 1 - days), zone))
    return {
      from: starts[0] ?? dayStart(today, zone),
      days: starts,
      to: dayStart(addDays(today, 1), zone),
    } satisfies CoverageWindow
  }, [days, today, zone])
  const coverage = useQuery('GET /api/coverage', { query: { from: window.from, to: window.to } }, 10_000)
  const retention = coverage.data?.retention
  // one day more than the retention, so that the day that was just erased is still in sight
  if (retention !== undefined && retention.days + 1 !== days && retention.days + 1 >= fewestDays)
    setDays(retention.days + 1)

  const rows = register.data?.rows ?? []
  const total = rows.reduce((sum, row) => sum + row.count, 0)
  const registered = rows.reduce((sum, row) => sum + row.registered, 0)
  return (
    <Page
      title={t('cameras.title')}
      lead={
        retention !== undefined && (
          <>
            <p>
              {t('cameras.retention', {
                day: format.legalDay(retention.lastDay),
                days: retention.period,
                clause: clause(retention.clause),
              })}
            </p>
            {retention.otherLastDay !== null && (
              <p className="text-solid-gray-700">
                {t('cameras.retentionOther', { day: format.legalDay(retention.otherLastDay) })}
              </p>
            )}
          </>
        )
      }
      actions={
        <Button icon="plus" onClick={() => setRegistering(true)}>
          {t('cameras.register')}
        </Button>
      }
    >
      <ProblemNotice problem={cameras.problem ?? coverage.problem ?? register.problem} />
      {cameras.data === null ? (
        cameras.problem === null && <Loading />
      ) : cameras.data.cameras.length === 0 ? (
        <div className="rounded-12 border-2 border-dashed border-solid-gray-420 px-6 py-10 text-center">
          <p className="text-std-18B-160">{t('cameras.none')}</p>
          <p className="mt-2">{t('cameras.noneText')}</p>
        </div>
      ) : (
        <Section
          title={t('cameras.list', { count: cameras.data.cameras.length })}
          actions={<CoverageLegend />}
        >
          <ul className="flex flex-col gap-4">
            {cameras.data.cameras.map((camera) => (
              <CameraRow
                key={camera.id}
                camera={camera}
                window={window}
                now={now}
                hours={coverage.data?.cameras.find((one) => one.camera === camera.id)?.hours ?? null}
                onChanged={cameras.reload}
              />
            ))}
          </ul>
        </Section>
      )}
      {register.data !== null && total > 0 && (
        <p className="text-solid-gray-700">
          {t('cameras.registerSum', {
            registered,
            total,
            clause: clause(register.data.clause),
          })}
        </p>
      )}
      {registering && register.data !== null && (
        <RegisterDialog
          register={register.data}
          onClose={() => setRegistering(false)}
          onDone={async () => {
            setRegistering(false)
            await Promise.all([cameras.reload(), register.reload()])
          }}
        />
      )}
    </Page>
  )
}
