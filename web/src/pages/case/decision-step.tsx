import { useState } from 'react'
import { stepWords } from '../../../../src/domain/guideline/vocabulary-words.ts'
import { type Answer, call } from '../../api.ts'
import type { CaseMessage } from '../../keys/messages.ts'
import type { Language } from '../../messages/catalogue.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts, Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { type Query, useQuery } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { PaperFields, type Papers, papersGiven } from '../cases/paper-fields.tsx'
import { type Answers, TestFields } from '../cases/test-fields.tsx'
import { HoldLine } from './hold-line.tsx'
import { OnlyThese } from './only-these.tsx'
import { WindowParts } from './window-parts.tsx'

/** What would open, and the manager's yes or no. */
export function DecisionStep({
  found,
  preview,
  onChanged,
}: {
  readonly found: CaseMessage
  readonly preview: Query<Answer<'GET /api/cases/:id/window'>>
  readonly onChanged: () => Promise<void>
}) {
  const { t, format, clause, named } = useText()
  const { decision } = found
  if (decision !== null)
    return (
      <>
        {found.steps.length > 1 && <StepsTaken found={found} />}
        <Facts
          rows={[
            [t('decision.outcome'), t(`decision.${decision.outcome}`)],
            [t('decision.by'), t('decision.byAt', { name: decision.by, time: format.dateTime(decision.at) })],
            [t('decision.reason'), decision.reason === '' ? t('none') : decision.reason],
            [t('decision.clause'), clause(found.clauses.decide)],
          ]}
        />
      </>
    )
  if (found.state !== 'entered')
    return <p>{t('decision.notAsked', { clause: clause(found.clauses.decide) })}</p>
  return (
    <>
      {found.steps.length > 0 && <StepsTaken found={found} />}
      <ProblemNotice problem={preview.problem} />
      {preview.data === null ? (
        preview.problem === null && <Loading />
      ) : (
        <WhatOpens found={found} preview={preview.data} />
      )}
      {found.waiting?.mine === true ? (
        <DecisionForm key={found.steps.length} found={found} waiting={found.waiting} onChanged={onChanged} />
      ) : (
        <Notice tone="info" title={t('decision.waiting')}>
          {t(found.waiting?.roles.length === 0 ? 'decision.unnamedText' : 'decision.waitingText', {
            title: found.waiting?.title ?? '',
            clause: clause(found.waiting?.clause ?? found.clauses.decide),
            roles: (found.waiting?.roles ?? []).map((role) => named(`role.${role}`) ?? role).join(t('comma')),
          })}
        </Notice>
      )}
    </>
  )
}

/** Decisions and instructions so far, where the instrument asks for more than one. */
function StepsTaken({ found }: { readonly found: CaseMessage }) {
  const { t, format, language } = useText()
  return (
    <ol className="flex flex-col gap-1">
      {found.steps.map((step, index) => (
        <li key={String(index)}>
          {t('decision.taken', {
            did: stepWord(step.did, language),
            name: step.by,
            time: format.dateTime(step.at),
            reason: step.reason,
          })}
        </li>
      ))}
    </ol>
  )
}

function WhatOpens({
  found,
  preview,
}: {
  readonly found: CaseMessage
  readonly preview: Answer<'GET /api/cases/:id/window'>
}) {
  const { t, format } = useText()
  return (
    <div className="flex flex-col gap-3">
      <OnlyThese parts={preview.parts} />
      <WindowParts parts={preview.parts} asked={found} />
      <HoldLine found={found} preview={preview} />
      {found.expiresOn !== null && (
        <p className="text-solid-gray-700">
          {t('window.deadline', { day: format.legalDay(found.expiresOn) })}
        </p>
      )}
    </div>
  )
}

function DecisionForm({
  found,
  waiting,
  onChanged,
}: {
  readonly found: CaseMessage
  readonly waiting: NonNullable<CaseMessage['waiting']>
  readonly onChanged: () => Promise<void>
}) {
  const { t, clause } = useText()
  const [reason, setReason] = useState('')
  const [answers, setAnswers] = useState<Answers>({})
  const [papers, setPapers] = useState<Papers>({})
  const offer = useQuery(waiting.papers.length > 0 ? 'GET /api/grounds' : null)
  const decide = useTask(async (outcome: 'approved' | 'refused') => {
    await call('POST /api/cases/:id/decision', {
      params: { id: found.id },
      body: { outcome, reason, answers, papers: papersGiven(papers) },
    })
    await onChanged()
  })
  return (
    <form
      className="flex max-w-3xl flex-col gap-4 rounded-12 bg-solid-gray-50 p-5"
      onSubmit={(event) => event.preventDefault()}
    >
      <p className="text-std-17B-170">
        {t('decision.step', { title: waiting.title, clause: clause(waiting.clause) })}
      </p>
      <PaperFields
        needed={waiting.papers}
        names={offer.data?.papers ?? {}}
        value={papers}
        onChange={setPapers}
      />
      <TestFields tests={waiting.tests} value={answers} onChange={setAnswers} />
      <TextArea
        label={t('decision.reason')}
        hint={t('decision.reasonHint', { clause: clause(waiting.clause) })}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <ProblemNotice problem={decide.problem} />
      <div className="flex flex-wrap gap-3">
        <Button icon="check" busy={decide.busy} onClick={() => decide.run('approved')}>
          {t(waiting.did === 'instruct' ? 'decision.instruct' : 'decision.approve')}
        </Button>
        <Button kind="outline" icon="close" disabled={decide.busy} onClick={() => decide.run('refused')}>
          {t(waiting.did === 'instruct' ? 'decision.notInstruct' : 'decision.refuse')}
        </Button>
      </div>
    </form>
  )
}

function stepWord(did: string, language: Language): string {
  const words: Readonly<Record<string, Readonly<Record<Language, string>>>> = stepWords
  return words[did]?.[language] ?? did
}
