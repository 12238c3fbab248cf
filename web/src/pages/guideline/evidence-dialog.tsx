import { useState } from 'react'
import type { ArticleMessage, GuidelineMessage } from '../../../../src/http/contract.ts'
import { call } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { serverNow } from '../../server-clock.ts'
import { localDay } from '../../time.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { Checkbox, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { useTask } from '../../ui/use-task.ts'

/** Enters what was done for a duty, for all cameras or one; a judgment is entered with its reason. */
export function EvidenceDialog({
  duty,
  cameras,
  onClose,
  onDone,
}: {
  readonly duty: ArticleMessage['duties'][number]
  readonly cameras: GuidelineMessage['cameras']
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}) {
  const { t, zone } = useText()
  const [camera, setCamera] = useState('')
  const [doneOn, setDoneOn] = useState(() => localDay(serverNow(), zone))
  const [items, setItems] = useState<readonly string[]>(duty.items.map(({ id }) => id))
  const [note, setNote] = useState('')
  const judged = duty.kind === 'test'
  const save = useTask(async () => {
    await call('POST /api/guideline/evidence', {
      body: { duty: duty.id, camera: camera === '' ? null : camera, doneOn, items: [...items], note },
    })
    await onDone()
  })
  return (
    <Dialog open onClose={onClose} title={t(judged ? 'guideline.judge' : 'guideline.enter')}>
      <p className="text-std-17B-170">{duty.title}</p>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        <SelectField
          label={t('guideline.camera')}
          value={camera}
          onChange={(event) => setCamera(event.target.value)}
        >
          <option value="">{t('guideline.allCameras')}</option>
          {cameras.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('guideline.doneOn')}
          type="date"
          className="max-w-60"
          value={doneOn}
          onChange={(event) => setDoneOn(event.target.value)}
        />
        {duty.items.length > 0 && (
          <fieldset>
            <legend className="mb-1 text-std-16B-170">{t('guideline.items')}</legend>
            {duty.items.map(({ id, label }) => (
              <Checkbox
                key={id}
                label={label}
                checked={items.includes(id)}
                onChange={(event) =>
                  setItems(event.target.checked ? [...items, id] : items.filter((one) => one !== id))
                }
              />
            ))}
          </fieldset>
        )}
        <TextArea
          label={t(judged ? 'guideline.reason' : 'guideline.note')}
          hint={t(judged ? 'guideline.reasonHint' : 'guideline.noteHint')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <DialogActions label={t('guideline.save')} task={save} onClose={onClose} />
      </form>
    </Dialog>
  )
}
