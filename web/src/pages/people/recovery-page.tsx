import { useState } from 'react'
import { call, fault } from '../../api.ts'
import { recoverFromSheets } from '../../keys/recover-role-key.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { SheetFields } from './sheet-fields.tsx'
import { emptySheet, pairFault, verdictOf } from './typed-sheets.ts'

/** The role key out of two sheets of paper, for a person who does not hold it. */
export function RecoveryPage() {
  const { t } = useText()
  const { person } = useSession()
  const { data, problem, reload } = useQuery('GET /api/people')
  const [done, setDone] = useState(false)
  const own = data?.people.find(({ id }) => id === person?.id)
  const others = data?.people.filter((one) => one.holdsRoleKey && one.id !== person?.id) ?? []
  return (
    <Page
      title={t('people.recover')}
      lead={t('recovery.lead')}
      actions={
        <ButtonLink to="/people" kind="outline" icon="back">
          {t('recovery.back')}
        </ButtonLink>
      }
    >
      <ProblemNotice problem={problem} />
      {own === undefined ? (
        problem === null && <Loading />
      ) : done ? (
        <Notice tone="success" live title={t('recovery.done')}>
          {t('recovery.doneText')}
        </Notice>
      ) : own.holdsRoleKey ? (
        <Notice tone="info" title={t('recovery.holding')}>
          {t('recovery.holdingText')}
        </Notice>
      ) : (
        <>
          {others.length > 0 && (
            <Notice tone="info" title={t('recovery.others')}>
              {t('recovery.othersText', { names: others.map(({ name }) => name).join(t('comma')) })}
            </Notice>
          )}
          <SheetForm
            onDone={() => {
              setDone(true)
              void reload()
            }}
          />
        </>
      )}
    </Page>
  )
}

function SheetForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useText()
  const { keys } = useSession()
  const [one, setOne] = useState(emptySheet)
  const [two, setTwo] = useState(emptySheet)
  const verdicts = [verdictOf(one), verdictOf(two)] as const
  const against = pairFault([one, two], verdicts)
  const recover = useTask(async () => {
    const { session, personal } = await keys()
    await call('POST /api/role-key/recovery', {
      body: await recoverFromSheets([one, two], session, personal),
    })
    onDone()
  })
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        if (against === 'ready') recover.run()
      }}
    >
      <div>
        <p>{t('recovery.whichSheet')}</p>
        <p>{t('recovery.reading')}</p>
        <p className="text-solid-gray-700">{t('recovery.private')}</p>
      </div>
      <div className="grid gap-6 lg:grid-cols-2">
        <SheetFields number={1} typed={one} verdict={verdicts[0]} onChange={setOne} />
        <SheetFields number={2} typed={two} verdict={verdicts[1]} onChange={setTwo} />
      </div>
      <ProblemNotice problem={against === null || against === 'ready' ? recover.problem : fault(against)} />
      <div>
        <Button type="submit" size="large" icon="key" busy={recover.busy} disabled={against !== 'ready'}>
          {t(recover.busy ? 'recovery.busy' : 'recovery.go')}
        </Button>
      </div>
    </form>
  )
}
