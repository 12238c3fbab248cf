import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useText } from '../../messages/text.tsx'
import { OfficialButtons } from '../../sample/official-buttons.tsx'
import { useServerState } from '../../session/server-state.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'
import { EntryPage } from './entry-page.tsx'

export function SignInPage() {
  const { t } = useText()
  const { state } = useServerState()
  const { signIn } = useSession()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const enter = useTask(async () => {
    await signIn(name.trim(), passphrase)
    if (location.pathname === '/sign-in') await navigate('/')
  })
  return (
    <EntryPage title={t('signIn.title')} lead={t('signIn.lead')}>
      {state?.sample === true && (
        <section className="rounded-12 bg-yellow-50 p-5">
          <h2 className="mb-3 text-std-18B-160">{t('signIn.sample')}</h2>
          <OfficialButtons />
        </section>
      )}
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          enter.run()
        }}
      >
        <ProblemNotice problem={enter.problem} />
        <TextField
          label={t('signIn.name')}
          autoComplete="username"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t('signIn.passphrase')}
          type="password"
          autoComplete="current-password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        <div className="flex flex-wrap items-center gap-4">
          <Button
            type="submit"
            size="large"
            busy={enter.busy}
            disabled={name.trim() === '' || passphrase === ''}
          >
            {t(enter.busy ? 'signIn.busy' : 'signIn.enter')}
          </Button>
          <Link to="/enrol" className="link">
            {t('signIn.enrol')}
          </Link>
        </div>
      </form>
    </EntryPage>
  )
}
