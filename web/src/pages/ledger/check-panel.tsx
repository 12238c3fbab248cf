import { useState } from 'react'
import { type Answer, call } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { localDay } from '../../time.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'

type Result = Answer<'POST /api/ledger/check'>

/** Checks the record from end to end, and gives out the proof to be kept elsewhere. */
export function CheckPanel() {
  const { t, named, format, zone } = useText()
  const [saved, setSaved] = useState('')
  const [result, setResult] = useState<Result | null>(null)
  const check = useTask(async () => {
    setResult(null)
    setResult(await call('POST /api/ledger/check', { body: { saved: saved.trim() } }))
  })
  const keep = useTask(async () => {
    const { checkpoint } = await call('GET /api/ledger', { query: { limit: 1 } })
    if (checkpoint === null) return
    saveText(`tsujiban-${localDay(checkpoint.at, zone)}-${checkpoint.size}.txt`, checkpoint.text)
  })
  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <section className="flex flex-col gap-4">
        <h2 className="text-std-22B-150 text-solid-gray-900">{t('check.heading')}</h2>
        <p>{t('check.text')}</p>
        <TextArea
          label={t('check.saved')}
          needed={false}
          hint={t('check.savedHint')}
          spellCheck={false}
          className="font-mono"
          rows={5}
          value={saved}
          onChange={(event) => setSaved(event.target.value)}
        />
        <div>
          <Button icon="check" busy={check.busy} onClick={check.run}>
            {t(check.busy ? 'check.busy' : 'check.go')}
          </Button>
        </div>
        <ProblemNotice problem={check.problem} />
        {result !== null &&
          (result.ok ? (
            <Notice tone="success" live title={t('check.ok', { size: format.number(result.size) })}>
              {t(saved.trim() === '' ? 'check.okText' : 'check.okSaved')}
            </Notice>
          ) : result.findings.every(({ code }) => code === 'saved-unreadable') ? (
            // what was pasted is no proof: that says nothing against the record
            <Notice tone="warning" live title={t('finding.saved-unreadable')}>
              {t('check.unreadable', { size: format.number(result.size) })}
            </Notice>
          ) : (
            <Notice tone="error" live title={t('check.bad', { count: result.findings.length })}>
              <ul className="list-disc pl-6">
                {result.findings.map((finding) => (
                  <li key={JSON.stringify(finding)}>
                    {named(`finding.${finding.code}`, finding.params) ??
                      t('finding.other', { code: finding.code })}
                  </li>
                ))}
              </ul>
              <p className="mt-2">{t('check.badText')}</p>
            </Notice>
          ))}
      </section>
      <section className="flex flex-col gap-4">
        <h2 className="text-std-22B-150 text-solid-gray-900">{t('check.keepTitle')}</h2>
        <p>{t('check.keepText')}</p>
        <div>
          <Button kind="outline" icon="download" busy={keep.busy} onClick={keep.run}>
            {t('check.keep')}
          </Button>
        </div>
        <ProblemNotice problem={keep.problem} />
      </section>
    </div>
  )
}

function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
