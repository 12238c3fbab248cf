import { useState } from 'react'
import { useText } from '../messages/text.tsx'
import { useOfficials } from '../sample/use-officials.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ProblemNotice } from '../ui/problem.tsx'
import { useTask } from '../ui/use-task.ts'
import { useSession } from './session.tsx'

/** Asks for the passphrase again: the keys are in memory only. */
export function LockDialog({
  name,
  idle,
  onCancel,
}: {
  readonly name: string
  readonly idle: boolean
  readonly onCancel: () => void
}) {
  const { t } = useText()
  const { signIn, signOut } = useSession()
  const [passphrase, setPassphrase] = useState('')
  const official = useOfficials().find((one) => one.name === name)
  const unlock = useTask(async () => {
    await signIn(name, official?.passphrase ?? passphrase)
  })
  const leave = useTask(signOut)
  return (
    <Dialog open onClose={onCancel} locked={idle} title={t(idle ? 'lock.idleTitle' : 'lock.title')}>
      <p>{t(idle ? 'lock.idleText' : 'lock.text')}</p>
      <ProblemNotice problem={unlock.problem} />
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          unlock.run()
        }}
      >
        <TextField label={t('signIn.name')} value={name} readOnly autoComplete="username" />
        {official === undefined ? (
          <TextField
            label={t('signIn.passphrase')}
            type="password"
            autoComplete="current-password"
            autoFocus
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        ) : (
          <p>{t('lock.sample')}</p>
        )}
        <div className="flex flex-wrap gap-3">
          <Button
            type="submit"
            autoFocus={official !== undefined}
            busy={unlock.busy}
            disabled={official === undefined && passphrase === ''}
            icon="unlock"
          >
            {t(unlock.busy ? 'signIn.busy' : 'lock.unlock')}
          </Button>
          {idle ? (
            <Button kind="outline" busy={leave.busy} onClick={leave.run}>
              {t('layout.signOut')}
            </Button>
          ) : (
            <Button kind="outline" onClick={onCancel}>
              {t('cancel')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
