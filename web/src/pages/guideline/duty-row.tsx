import { useState } from 'react'
import type { ArticleMessage, GuidelineMessage } from '../../../../src/http/contract.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { EvidenceDialog } from './evidence-dialog.tsx'
import { StateChip } from './state-chip.tsx'

/** A duty as it stands, what was entered for it, and the way to enter more. */
export function DutyRow({
  duty,
  evidence,
  cameras,
  mayEnter,
  onChanged,
}: {
  readonly duty: ArticleMessage['duties'][number]
  readonly evidence: ArticleMessage['evidence']
  readonly cameras: GuidelineMessage['cameras']
  readonly mayEnter: boolean
  readonly onChanged: () => Promise<void>
}) {
  const { t, format } = useText()
  const [open, setOpen] = useState(false)
  return (
    <li className="rounded-8 bg-solid-gray-50 p-4">
      <div className="flex flex-wrap items-center gap-3">
        <span className="text-std-16B-170">{duty.title}</span>
        <StateChip state={duty.state} />
        {duty.due !== null && (
          <span>
            {duty.due === 'withoutDelay'
              ? t('guideline.withoutDelay')
              : t('guideline.dueOn', { day: format.legalDay(duty.due) })}
          </span>
        )}
        {mayEnter && (
          <Button kind="outline" size="small" onClick={() => setOpen(true)}>
            {t(duty.kind === 'test' ? 'guideline.judge' : 'guideline.enter')}
          </Button>
        )}
      </div>
      {duty.lacking.length > 0 && (
        <p className="mt-1 text-solid-gray-700">
          {t('guideline.lacking', { cameras: duty.lacking.map(({ label }) => label).join(t('comma')) })}
        </p>
      )}
      {evidence.length > 0 && (
        <ul className="mt-1 ml-6 list-disc">
          {evidence.slice(0, 5).map((one) => (
            <li key={one.id}>
              {t('guideline.evidence', {
                day: format.legalDay(one.doneOn),
                camera: one.camera ?? t('guideline.allCameras'),
                note: one.note,
                name: one.by,
                seq: one.entrySeq,
              })}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <EvidenceDialog
          duty={duty}
          cameras={cameras}
          onClose={() => setOpen(false)}
          onDone={async () => {
            setOpen(false)
            await onChanged()
          }}
        />
      )}
    </li>
  )
}
