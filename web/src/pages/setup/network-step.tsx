import { useText } from '../../messages/text.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { StepProps } from './wizard.tsx'

export function NetworkStep({ draft, change }: StepProps) {
  const { t } = useText()
  return (
    <>
      <p>{t('network.text')}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('network.host')}
          needed={false}
          hint={t('network.hostHint')}
          className="font-mono"
          spellCheck={false}
          value={draft.host}
          onChange={(event) => change({ host: event.target.value })}
        />
        <TextField
          label={t('network.address')}
          needed={false}
          hint={t('network.addressHint')}
          className="font-mono"
          spellCheck={false}
          value={draft.address}
          onChange={(event) => change({ address: event.target.value })}
        />
      </div>
      <Notice tone="info">{t('network.later')}</Notice>
    </>
  )
}
