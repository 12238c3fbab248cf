import { useText } from '../../messages/text.tsx'
import { Choices, TextField } from '../../ui/field.tsx'
import type { StepProps } from './wizard.tsx'

export function OfficeStep({ offer, draft, change }: StepProps) {
  const { t } = useText()
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('office.municipality')}
          needed
          hint={t('office.municipalityHint')}
          value={draft.municipality}
          onChange={(event) => change({ municipality: event.target.value })}
        />
        <TextField
          label={t('office.department')}
          needed
          hint={t('office.departmentHint')}
          value={draft.department}
          onChange={(event) => change({ department: event.target.value })}
        />
      </div>
      <Choices
        legend={t('office.pack')}
        value={draft.pack}
        onChange={(pack) => change({ pack })}
        options={offer.packs.map((pack) => ({
          value: pack.id,
          label: pack.title,
          hint: t(`office.packHint.${pack.approx}`, { cameras: pack.cameras, days: pack.days }),
        }))}
      />
    </>
  )
}
