import { useState } from 'react'
import { type Answer, call } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useTask } from '../../ui/use-task.ts'

/** Enters a camera into the instrument's register. A full row can still be chosen: the refusal, with its clause, is the server's. */
export function RegisterDialog({
  register,
  onClose,
  onDone,
}: {
  readonly register: Answer<'GET /api/register'>
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}) {
  const { t, clause } = useText()
  const free = register.rows.find((row) => row.registered < row.count) ?? register.rows[0]
  const [chosenKey, setChosenKey] = useState(free === undefined ? '' : keyOf(free))
  const [facility, setFacility] = useState('')
  const [place, setPlace] = useState('')
  const [url, setUrl] = useState('rtsp://')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [kbps, setKbps] = useState('4000')
  const chosen = register.rows.find((row) => keyOf(row) === chosenKey)
  const save = useTask(async () => {
    const where = register.rows.length === 0 ? { row: facility, place } : chosen
    if (where === undefined) return
    await call('POST /api/cameras', {
      body: { row: where.row, place: where.place, url, username, password, kbps: Number(kbps) },
    })
    await onDone()
  })
  return (
    <Dialog open onClose={onClose} title={t('register.title')}>
      <p>
        {register.rows.length === 0
          ? t('register.leadFree')
          : t('register.lead', { clause: clause(register.clause) })}
      </p>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        {register.rows.length === 0 ? (
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              label={t('register.facility')}
              needed
              value={facility}
              onChange={(event) => setFacility(event.target.value)}
            />
            <TextField
              label={t('register.place')}
              needed
              value={place}
              onChange={(event) => setPlace(event.target.value)}
            />
          </div>
        ) : (
          <SelectField
            label={t('register.row')}
            needed
            value={chosenKey}
            onChange={(event) => setChosenKey(event.target.value)}
          >
            {register.rows.map((one) => (
              <option key={keyOf(one)} value={keyOf(one)}>
                {t(one.registered < one.count ? 'register.rowFree' : 'register.rowFull', {
                  facility: one.facility,
                  place: one.place,
                  registered: one.registered,
                  count: one.count,
                })}
              </option>
            ))}
          </SelectField>
        )}
        {chosen !== undefined && chosen.registered >= chosen.count && (
          <Notice tone="warning">{t('register.full', { clause: clause(register.clause) })}</Notice>
        )}
        <TextField
          label={t('register.url')}
          needed
          hint={t('register.urlHint')}
          value={url}
          inputMode="url"
          onChange={(event) => setUrl(event.target.value)}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label={t('register.username')}
            needed={false}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
          <TextField
            label={t('register.password')}
            needed={false}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <TextField
          label={t('register.kbps')}
          needed
          hint={t('register.kbpsHint')}
          className="max-w-40"
          suffix="kbps"
          inputMode="numeric"
          value={kbps}
          onChange={(event) => setKbps(event.target.value)}
        />
        <DialogActions label={t('register.save')} task={save} onClose={onClose} />
      </form>
    </Dialog>
  )
}

function keyOf(row: { readonly row: string; readonly place: string }): string {
  return `${row.row}/${row.place}`
}
