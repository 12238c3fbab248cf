import { useLocation } from 'react-router'
import { call } from '../api.ts'
import { useText } from '../messages/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem.tsx'
import { useNow } from '../ui/use-now.ts'
import { useQuery } from '../ui/use-query.ts'
import { useTask } from '../ui/use-task.ts'
import { NotRecording } from './not-recording.tsx'

/** What stands above every page: a camera that does not record, and what the office must put right. */
export function Warnings() {
  const { t, named, format } = useText()
  const { data, reload } = useQuery('GET /api/warnings', undefined, 5_000)
  const now = useNow(1_000)
  const { pathname } = useLocation()
  const confirm = useTask(async () => {
    await call('POST /api/clock/confirm')
    await reload()
  })
  if (data === null) return null
  const { notRecording, fewHolders, clock, lateErasures, store } = data
  if (notRecording.length === 0 && !fewHolders && clock === null && lateErasures === 0 && !store.low)
    return null
  return (
    <div className="no-print mx-auto flex w-full max-w-[76rem] flex-col gap-3 px-6 pt-6 md:px-8">
      <NotRecording cameras={notRecording} />
      {clock !== null && (
        <Notice
          tone="warning"
          live
          title={t('warning.clock')}
          actions={
            <Button kind="outline" size="small" icon="clock" busy={confirm.busy} onClick={confirm.run}>
              {t('warning.clockConfirm', { time: format.dateTime(now) })}
            </Button>
          }
        >
          {t('warning.clockText', {
            cause: named(`clock.${clock.cause}`) ?? t('clock.other'),
            time: format.dateTime(clock.since),
          })}
          <ProblemNotice problem={confirm.problem} />
        </Notice>
      )}
      {lateErasures > 0 && (
        <Notice tone="error" title={t('warning.late', { count: lateErasures })}>
          {t('warning.lateText')}
        </Notice>
      )}
      {store.low && (
        <Notice
          tone="warning"
          title={t('warning.store', { percent: format.number(store.freeRatio * 100, 1) })}
        >
          {t('warning.storeText')}
        </Notice>
      )}
      {fewHolders && (
        <Notice
          tone="warning"
          title={t('warning.holders')}
          actions={
            pathname !== '/people' && (
              <ButtonLink to="/people" kind="outline" size="small" icon="people">
                {t('warning.holdersGo')}
              </ButtonLink>
            )
          }
        >
          {t('warning.holdersText')}
        </Notice>
      )}
    </div>
  )
}
