import { useState } from 'react'
import type { GuidelineMessage } from '../../../../src/http/contract.ts'
import { call } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { serverNow } from '../../server-clock.ts'
import { localDay } from '../../time.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Facts } from '../../ui/page.tsx'
import { useTask } from '../../ui/use-task.ts'

type OfficeValue = GuidelineMessage['office'][number]

/** What the instrument leaves to the office, and what the office has set: shown as the office's own, never as the instrument's. */
export function OfficeValues({
  found,
  onChanged,
}: {
  readonly found: GuidelineMessage
  readonly onChanged: () => Promise<void>
}) {
  const { t, format } = useText()
  const [open, setOpen] = useState<OfficeValue | null>(null)
  const labelOf = (one: OfficeValue): string =>
    one.type === 'flag'
      ? t(one.value === 'true' ? 'test.yes' : 'test.no')
      : one.type === 'role'
        ? (found.roles.find(({ id }) => id === one.value)?.label ?? '')
        : (one.value ?? '')
  return (
    <>
      <p className="max-w-4xl">{t('office.lead')}</p>
      <Facts
        rows={found.office.map((one) => [
          one.label,
          <div key={one.path} className="flex flex-wrap items-center justify-between gap-3">
            <span>
              {one.value === null ? t('office.open') : labelOf(one)}
              {one.decidedOn !== null && (
                <span className="block text-solid-gray-700">
                  {t('office.decided', { day: format.legalDay(one.decidedOn), by: one.decidedBy ?? '' })}
                </span>
              )}
            </span>
            {found.may.set && (
              <Button kind="outline" size="small" onClick={() => setOpen(one)}>
                {t('office.set')}
              </Button>
            )}
          </div>,
        ])}
      />
      {open !== null && (
        <OfficeDialog
          value={open}
          roles={found.roles}
          onClose={() => setOpen(null)}
          onDone={async () => {
            setOpen(null)
            await onChanged()
          }}
        />
      )}
    </>
  )
}

function OfficeDialog({
  value: { path, label, type, value: before },
  roles,
  onClose,
  onDone,
}: {
  readonly value: OfficeValue
  readonly roles: GuidelineMessage['roles']
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}) {
  const { t, zone } = useText()
  const [value, setValue] = useState(before ?? '')
  const [decidedOn, setDecidedOn] = useState(() => localDay(serverNow(), zone))
  const [decidedBy, setDecidedBy] = useState('')
  const save = useTask(async () => {
    const list = value.split(/[、,\s]+/u).filter((one) => one !== '')
    await call('POST /api/guideline/office-values', {
      body: {
        path,
        value: type === 'days' ? list : type === 'flag' ? value === 'true' : value,
        decidedOn,
        decidedBy,
      },
    })
    await onDone()
  })
  return (
    <Dialog open onClose={onClose} title={t('office.set')}>
      <p className="text-std-17B-170">{label}</p>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        {type === 'role' || type === 'flag' ? (
          <SelectField
            label={t('office.value')}
            needed
            value={value}
            onChange={(event) => setValue(event.target.value)}
          >
            <option value="">{t('office.choose')}</option>
            {(type === 'role'
              ? roles
              : [
                  { id: 'true', label: t('test.yes') },
                  { id: 'false', label: t('test.no') },
                ]
            ).map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.label}
              </option>
            ))}
          </SelectField>
        ) : (
          <TextField
            label={t('office.value')}
            needed
            hint={t(`office.hint.${type}`)}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
        <TextField
          label={t('office.decidedOn')}
          type="date"
          className="max-w-60"
          value={decidedOn}
          onChange={(event) => setDecidedOn(event.target.value)}
        />
        <TextField
          label={t('office.decidedBy')}
          needed
          hint={t('office.decidedByHint')}
          value={decidedBy}
          onChange={(event) => setDecidedBy(event.target.value)}
        />
        <DialogActions label={t('office.save')} task={save} onClose={onClose} />
      </form>
    </Dialog>
  )
}
