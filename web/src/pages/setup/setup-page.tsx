import { useState } from 'react'
import { useText } from '../../messages/text.tsx'
import { useServerState } from '../../session/server-state.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { FirstChoice } from './first-choice.tsx'
import { Wizard } from './wizard.tsx'

/** The first screen on an empty data folder: the sample, or a municipality of one's own. */
export function SetupPage() {
  const { t } = useText()
  const { state } = useServerState()
  const { data, problem } = useQuery('GET /api/setup')
  const [own, setOwn] = useState(false)
  if (data === null)
    return (
      <Page title={t('setup.title')}>
        {problem === null ? <Loading /> : <ProblemNotice problem={problem} />}
      </Page>
    )
  return own ? (
    <Wizard offer={data} onLeave={() => setOwn(false)} />
  ) : (
    <FirstChoice offer={data} begun={state?.setup === 'draft'} onOwn={() => setOwn(true)} />
  )
}
