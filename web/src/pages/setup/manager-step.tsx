import { useText } from '../../messages/text.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type PassphraseChoice, PassphraseFields } from '../sign-in/passphrase-fields.tsx'
import { founderOf } from './founder.ts'
import type { StepProps } from './wizard.tsx'

export function ManagerStep({
  offer,
  draft,
  change,
  choice,
  onChoice,
  resumed,
}: StepProps & {
  readonly choice: PassphraseChoice
  readonly onChoice: (choice: PassphraseChoice) => void
  readonly resumed: boolean
}) {
  const { t } = useText()
  return (
    <>
      {resumed && <Notice tone="info">{t('manager.resumed')}</Notice>}
      <p>{t('manager.text', { role: founderOf(offer, draft).label })}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('signIn.name')}
          needed
          hint={t('manager.nameHint')}
          autoComplete="name"
          value={draft.managerName}
          onChange={(event) => change({ managerName: event.target.value })}
        />
        <TextField
          label={t('people.post')}
          needed
          hint={t('people.postHint')}
          value={draft.managerPost}
          onChange={(event) => change({ managerPost: event.target.value })}
        />
      </div>
      <PassphraseFields value={choice} onChange={onChoice} />
    </>
  )
}
