import { useParams } from 'react-router'
import { useText } from '../../messages/text.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { CaseState } from '../cases/case-state.tsx'
import { ApplicationStep } from './application-step.tsx'
import { DecisionStep } from './decision-step.tsx'
import { OpenStep } from './open-step.tsx'
import { Step, type StepState } from './step.tsx'
import { UseStep } from './use-step.tsx'

/** One request from application to footage: four steps under each other, of which one is open. */
export function CasePage() {
  const { t, clause } = useText()
  const { id = '' } = useParams()
  const query = useQuery('GET /api/cases/:id', { params: { id } }, 5_000)
  const preview = useQuery(
    query.data?.state === 'entered' || query.data?.state === 'approved' ? 'GET /api/cases/:id/window' : null,
    { params: { id } },
    10_000,
  )
  const found = query.data
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
  return (
    <Page
      title={t('case.title', { number: found.number })}
      lead={
        <div className="flex flex-wrap items-center gap-3">
          <CaseState state={found.state} />
          <span>{t(`case.kind.${found.kind}`)}</span>
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
        <Step number={1} title={t('case.step.apply')} state={stateOf(0)}>
          <ApplicationStep found={found} />
        </Step>
        <Step number={2} title={t('case.step.decide')} state={stateOf(1)}>
          <DecisionStep found={found} preview={preview} onChanged={query.reload} />
        </Step>
        <Step number={3} title={t('case.step.open')} state={stateOf(2)}>
          <OpenStep found={found} onChanged={query.reload} />
        </Step>
        <Step number={4} title={t(`case.step.use.${found.kind}`)} state={stateOf(3)} last>
          <UseStep found={found} onChanged={query.reload} />
        </Step>
      </ol>
    </Page>
  )
}
