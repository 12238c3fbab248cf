import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { call } from '../../api.ts'
import { enrol } from '../../keys/enrol.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'
import { EntryPage } from './entry-page.tsx'
import { isReady, newPassphraseChoice, PassphraseFields } from './passphrase-fields.tsx'

/** First sign-in of a person who was handed a code. */
export function EnrolPage() {
  const { t } = useText()
  const { signIn } = useSession()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const [choice, setChoice] = useState(newPassphraseChoice)
  const save = useTask(async () => {
    const enrolment = await enrol(choice.passphrase)
    await call('POST /api/enrolments', { body: { name: name.trim(), code: code.trim(), enrolment } })
    await signIn(name.trim(), choice.passphrase)
    await navigate('/')
  })
  const ready = name.trim() !== '' && code.trim() !== '' && isReady(choice)
  return (
    <EntryPage title={t('enrol.title')} lead={t('enrol.lead')}>
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        <TextField
          label={t('signIn.name')}
          hint={t('enrol.nameHint')}
          autoComplete="username"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t('enrol.code')}
          hint={t('enrol.codeHint')}
          className="max-w-64 font-mono uppercase"
          spellCheck={false}
          autoCapitalize="characters"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <PassphraseFields value={choice} onChange={setChoice} />
        <ProblemNotice problem={save.problem} />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" size="large" busy={save.busy} disabled={!ready}>
            {t(save.busy ? 'enrol.busy' : 'enrol.save')}
          </Button>
          <Link to="/" className="link">
            {t('enrol.back')}
          </Link>
        </div>
      </form>
    </EntryPage>
  )
}
