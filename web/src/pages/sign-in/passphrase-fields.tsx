import { useState } from 'react'
import { useText } from '../../messages/text.tsx'
import { judgePassphrase, proposePassphrase } from '../../keys/passphrases.ts'
import { Button } from '../../ui/button.tsx'
import { Choices, TextField } from '../../ui/field.tsx'

export type PassphraseChoice = {
  readonly mode: 'proposed' | 'own'
  readonly passphrase: string
  readonly again: string
}

export function newPassphraseChoice(): PassphraseChoice {
  return { mode: 'proposed', passphrase: proposePassphrase(), again: '' }
}

/** True when it is strong enough and was typed again without a slip. */
export function isReady(choice: PassphraseChoice): boolean {
  return judgePassphrase(choice.passphrase) === null && choice.again === choice.passphrase
}

/** A passphrase proposed by the program, or an own one that is strong enough, typed once more. */
export function PassphraseFields({
  value,
  onChange,
}: {
  readonly value: PassphraseChoice
  readonly onChange: (choice: PassphraseChoice) => void
}) {
  const { t } = useText()
  const [left, setLeft] = useState(false)
  const weakness = judgePassphrase(value.passphrase)
  return (
    <div className="flex flex-col gap-5">
      <Choices
        legend={t('passphrase.legend')}
        value={value.mode}
        onChange={(mode) => {
          setLeft(false)
          onChange({ mode, passphrase: mode === 'proposed' ? proposePassphrase() : '', again: '' })
        }}
        options={[
          { value: 'proposed', label: t('passphrase.proposed'), hint: t('passphrase.proposedHint') },
          { value: 'own', label: t('passphrase.own'), hint: t('passphrase.ownHint') },
        ]}
      />
      {value.mode === 'proposed' ? (
        <div className="flex flex-wrap items-center gap-4 rounded-8 border border-solid-gray-300 bg-solid-gray-50 px-5 py-4">
          <output
            aria-label={t('passphrase.shown')}
            className="min-w-0 flex-1 basis-64 font-mono text-[1.375rem] leading-normal font-bold tracking-wide text-solid-gray-900"
          >
            {value.passphrase}
          </output>
          <Button
            kind="outline"
            size="small"
            icon="refresh"
            onClick={() => onChange({ mode: 'proposed', passphrase: proposePassphrase(), again: '' })}
          >
            {t('passphrase.another')}
          </Button>
        </div>
      ) : (
        <TextField
          label={t('passphrase.ownLabel')}
          type="password"
          autoComplete="new-password"
          value={value.passphrase}
          error={left && weakness !== null ? t(`passphrase.weak.${weakness}`) : null}
          onBlur={() => setLeft(true)}
          onChange={(event) => onChange({ ...value, passphrase: event.target.value })}
        />
      )}
      <TextField
        label={t('passphrase.again')}
        hint={t('passphrase.againHint')}
        type={value.mode === 'own' ? 'password' : 'text'}
        autoComplete="off"
        spellCheck={false}
        value={value.again}
        error={value.again !== '' && !value.passphrase.startsWith(value.again) ? t('passphrase.differs') : null}
        onChange={(event) => onChange({ ...value, again: event.target.value })}
      />
    </div>
  )
}
