import type { ApplicantMessage } from '../../../../src/http/contract.ts'
import { useText } from '../../messages/text.tsx'
import { TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'

export const emptyApplicant: ApplicantMessage = {
  agency: '',
  agencyKind: 'police',
  officer: '',
  officerPost: '',
  contact: '',
  identityChecked: '',
}

/** What the intake desk writes down of whoever asks. */
export function ApplicantFields({
  value,
  onChange,
}: {
  readonly value: ApplicantMessage
  readonly onChange: (applicant: ApplicantMessage) => void
}) {
  const { t } = useText()
  const field = (name: keyof ApplicantMessage) => ({
    value: value[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...value, [name]: event.target.value }),
  })
  return (
    <Section title={t('applicant.title')}>
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        <TextField label={t('applicant.agency')} needed {...field('agency')} />
        <TextField label={t('applicant.officer')} needed {...field('officer')} />
        <TextField label={t('applicant.officerPost')} {...field('officerPost')} />
        <TextField label={t('applicant.contact')} hint={t('applicant.contactHint')} {...field('contact')} />
        <TextField
          label={t('applicant.identity')}
          hint={t('applicant.identityHint')}
          {...field('identityChecked')}
        />
      </div>
    </Section>
  )
}
