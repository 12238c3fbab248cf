import { useState } from 'react'
import { type Answer, call } from '../../api.ts'
import type { CaseMessage } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts, Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import type { Query } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
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
  const { t, format, clause } = useText()
  const { decision } = found
  if (decision !== null)
    return (
      <Facts
        rows={[
          [t('decision.outcome'), t(`decision.${decision.outcome}`)],
          [t('decision.by'), t('decision.byAt', { name: decision.by, time: format.dateTime(decision.at) })],
          [t('decision.reason'), decision.reason === '' ? t('none') : decision.reason],
          [t('decision.clause'), clause(found.clauses.decide)],
        ]}
      />
    )
  if (found.state !== 'entered')
    return <p>{t('decision.notAsked', { clause: clause(found.clauses.decide) })}</p>
  return (
    <>
      <ProblemNotice problem={preview.problem} />
      {preview.data === null ? (
        preview.problem === null && <Loading />
      ) : (
        <WhatOpens found={found} preview={preview.data} />
      )}
      {found.may.decide ? (
        <DecisionForm found={found} onChanged={onChanged} />
      ) : (
        <Notice tone="info" title={t('decision.waiting')}>
          {t('decision.waitingText', { clause: clause(found.clauses.decide) })}
        </Notice>
      )}
    </>
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
  onChanged,
}: {
  readonly found: CaseMessage
  readonly onChanged: () => Promise<void>
}) {
  const { t, clause } = useText()
  const [reason, setReason] = useState('')
  const decide = useTask(async (outcome: 'approved' | 'refused') => {
    await call('POST /api/cases/:id/decision', { params: { id: found.id }, body: { outcome, reason } })
    await onChanged()
  })
  return (
    <form
      className="flex max-w-3xl flex-col gap-4 rounded-12 bg-solid-gray-50 p-5"
      onSubmit={(event) => event.preventDefault()}
    >
      <TextArea
        label={t('decision.reason')}
        hint={t('decision.reasonHint', { clause: clause(found.clauses.decide) })}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <ProblemNotice problem={decide.problem} />
      <div className="flex flex-wrap gap-3">
        <Button icon="check" busy={decide.busy} onClick={() => decide.run('approved')}>
          {t('decision.approve')}
        </Button>
        <Button kind="outline" icon="close" disabled={decide.busy} onClick={() => decide.run('refused')}>
          {t('decision.refuse')}
        </Button>
      </div>
    </form>
  )
}
