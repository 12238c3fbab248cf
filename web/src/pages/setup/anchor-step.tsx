import { useText } from '../../messages/text.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { StepProps } from './wizard.tsx'

export function AnchorStep({ offer, draft, change }: StepProps) {
  const { t } = useText()
  return (
    <>
      <p>{t('anchor.text')}</p>
      <ul className="list-disc pl-6">
        <li>{t('anchor.rule1')}</li>
        <li>{t('anchor.rule2', { folder: offer.dataFolder })}</li>
        <li>{t('anchor.rule3')}</li>
      </ul>
      <TextField
        label={t('anchor.folder')}
        needed={false}
        hint={t('anchor.folderHint')}
        className="font-mono"
        spellCheck={false}
        value={draft.anchorFolder}
        onChange={(event) => change({ anchorFolder: event.target.value })}
      />
      <Notice tone="info" title={t('anchor.honest')}>
        {t('anchor.honestText')}
      </Notice>
    </>
  )
}
