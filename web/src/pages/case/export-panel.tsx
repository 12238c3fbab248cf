import { useState } from 'react'
import { call } from '../../api.ts'
import { sealWindow } from '../../keys/export-window.ts'
import type { CaseMessage } from '../../keys/messages.ts'
import { WindowKeys } from '../../keys/window-keys.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'

/** Makes the copy for the agency: the keys go to the job alone, the ZIP goes straight to the medium chosen when saving. */
export function ExportPanel({
  found,
  onChanged,
}: {
  readonly found: CaseMessage
  readonly onChanged: () => Promise<void>
}) {
  const { t, clause } = useText()
  const { keys } = useSession()
  const { applicant } = found
  const [recipient, setRecipient] = useState(
    applicant === null
      ? ''
      : [applicant.agency, applicant.officerPost, applicant.officer].filter((part) => part !== '').join(' '),
  )
  const [medium, setMedium] = useState('')
  const [ready, setReady] = useState(false)
  const params = { id: found.id }
  const save = useTask(async () => {
    setReady(false)
    const { session, personal } = await keys()
    const playlist = await call('GET /api/cases/:id/playlist', { params })
    const job = await call('POST /api/cases/:id/exports', { params, body: { recipient, medium } })
    const window = await WindowKeys.open(
      playlist,
      found.unlocked?.instruction ?? '',
      session.person.id,
      personal.open,
    )
    try {
      const sealed = await sealWindow(window, job.id, job.job, job.leaves, (request) =>
        call('POST /api/cases/:id/release', { params, body: { ...request, viewing: null, export: job.id } }),
      )
      await call('POST /api/exports/:id/keys', { params: { id: job.id }, body: sealed })
    } finally {
      window.wipe()
    }
    download(`/api/exports/${job.id}/bundle`)
    setReady(true)
    await onChanged()
  })
  if (!found.may.export) return null
  return (
    <div className="flex flex-col gap-4 rounded-12 bg-solid-gray-50 p-5">
      <h3 className="text-std-18B-160 text-solid-gray-900">{t('export.title')}</h3>
      <p>{t('export.text', { clause: found.clauses.export === null ? '' : clause(found.clauses.export) })}</p>
      <form
        className="flex max-w-3xl flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        <TextField
          label={t('export.recipient')}
          needed
          value={recipient}
          onChange={(event) => setRecipient(event.target.value)}
        />
        <TextField
          label={t('export.medium')}
          needed
          hint={t('export.mediumHint')}
          value={medium}
          onChange={(event) => setMedium(event.target.value)}
        />
        <ProblemNotice problem={save.problem} />
        <div>
          <Button
            type="submit"
            icon="download"
            busy={save.busy}
            disabled={recipient.trim() === '' || medium.trim() === ''}
          >
            {t(save.busy ? 'export.busy' : 'export.go')}
          </Button>
        </div>
      </form>
      {ready && (
        <Notice tone="success" live title={t('export.ready')}>
          <p>{t('export.readyText')}</p>
          <p>{t('export.verify')}</p>
          <p>
            <code className="font-mono">npm run tsujiban -- verify tsujiban-{found.number}.zip</code>
          </p>
        </Notice>
      )}
    </div>
  )
}

/** The browser saves it as it comes; nothing of it is kept in memory. */
function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
