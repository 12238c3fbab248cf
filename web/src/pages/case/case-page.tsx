import { useEffect } from 'react'
import { useLocation, useParams } from 'react-router'
import { useText } from '../../messages/text.tsx'
import { localDay } from '../../time.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useQuery } from '../../ui/use-query.ts'
import { CaseState } from '../cases/case-state.tsx'
import { isGone } from '../cases/gone.ts'
import { ApplicationStep } from './application-step.tsx'
import { DecisionStep } from './decision-step.tsx'
import { OpenStep } from './open-step.tsx'
import { Step, type StepState } from './step.tsx'
import { UseStep } from './use-step.tsx'
import { openLength } from './window-length.ts'

/** One request from application to footage: four steps under each other, of which one is open. */
export function CasePage() {
  const { t, clause, format, zone } = useText()
  const { hash } = useLocation()
  const { id = '' } = useParams()
  const query = useQuery('GET /api/cases/:id', { params: { id } }, 5_000)
  const preview = useQuery(
    query.data?.state === 'entered' || query.data?.state === 'approved' ? 'GET /api/cases/:id/window' : null,
    { params: { id } },
    10_000,
  )
  const found = query.data
  const today = localDay(useNow(60_000), zone)
  const ready = found?.state
  useEffect(() => {
    if (hash !== '#now' || ready === undefined) return
    const place = document.getElementById('now')
    place?.scrollIntoView()
    place?.focus({ preventScroll: true })
  }, [hash, ready])
  useEffect(() => {
    // the button that took the case a step on is gone: the keyboard goes on at the step that has come
    if (ready !== undefined && document.activeElement === document.body)
      document.getElementById('now')?.focus({ preventScroll: true })
  }, [ready])
  if (found === null)
    return (
      <Page title={t('case.loading')}>
        {query.problem === null ? <Loading /> : <ProblemNotice problem={query.problem} />}
        <div>
          <ButtonLink to="/cases" kind="outline" icon="back">
            {t('case.back')}
          </ButtonLink>
        </div>
      </Page>
    )
  const gone = isGone(found, today)
  const order = { entered: 1, approved: 2, refused: 1, unlocked: 3 }[found.state]
  const stateOf = (index: number): StepState =>
    found.state === 'refused' && index >= 1
      ? index === 1
        ? 'refused'
        : 'off'
      : index < order
        ? 'done'
        : index === order
          ? 'current'
          : 'later'
  const applied = t('case.sum.applied', {
    cameras: found.cameras.map(({ label }) => label).join(t('comma')),
    from: format.dateTime(found.from),
    length: format.duration(found.to - found.from),
  })
  const decided =
    found.decision === null
      ? null
      : t('case.sum.decided', {
          outcome: t(`decision.${found.decision.outcome}`),
          name: found.decision.by,
          time: format.dateTime(found.decision.at),
        })
  const opened =
    found.unlocked === null
      ? null
      : gone
        ? t('case.sum.openedGone', { name: found.unlocked.by, time: format.dateTime(found.unlocked.at) })
        : t('case.sum.opened', {
            length: format.duration(openLength(found.unlocked.parts)),
            name: found.unlocked.by,
            time: format.dateTime(found.unlocked.at),
          })
  return (
    <Page
      title={t('case.title', { number: found.number })}
      lead={
        <div className="flex flex-wrap items-center gap-3">
          <CaseState state={gone ? 'gone' : found.state} />
          <span>{found.groundTitle}</span>
          <span className="text-solid-gray-700">{t('case.ground', { clause: clause(found.ground) })}</span>
        </div>
      }
      actions={
        <ButtonLink to="/cases" kind="outline" icon="back">
          {t('case.back')}
        </ButtonLink>
      }
    >
      <ProblemNotice problem={query.problem} />
      <ol className="flex flex-col">
        <Step
          number={1}
          title={t('case.step.apply')}
          state={stateOf(0)}
          {...(found.state === 'entered' ? {} : { summary: applied })}
        >
          <ApplicationStep found={found} />
        </Step>
        <Step
          number={2}
          title={t('case.step.decide')}
          state={stateOf(1)}
          {...(decided === null ? {} : { summary: decided })}
        >
          <DecisionStep found={found} preview={preview} onChanged={query.reload} />
        </Step>
        <Step
          number={3}
          title={t('case.step.open')}
          state={stateOf(2)}
          {...(opened === null ? {} : { summary: opened })}
        >
          {gone && found.unlocked === null ? (
            <Gone />
          ) : (
            <OpenStep found={found} gone={gone} preview={preview.data} onChanged={query.reload} />
          )}
        </Step>
        <Step number={4} title={t(`case.step.use.${found.kind}`)} state={stateOf(3)} last>
          {gone && <Gone />}
          <UseStep found={found} gone={gone} onChanged={query.reload} />
        </Step>
      </ol>
    </Page>
  )
}

/** In place of what could be done with the footage while it was there. */
function Gone() {
  const { t } = useText()
  return (
    <Notice
      tone="info"
      title={t('case.gone')}
      actions={
        <ButtonLink to="/ledger?tab=erasures" kind="outline" size="small" icon="erase">
          {t('case.goneGo')}
        </ButtonLink>
      }
    >
      {t('case.goneText')}
    </Notice>
  )
}
