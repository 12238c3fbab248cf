import { useState } from 'react'
import { proposePassphrase } from '../../../../src/vault/passphrase.ts'
import { samePassphrase, weaknessOf } from '../../keys/passphrases.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Choices, TextField } from '../../ui/field.tsx'

export type PassphraseChoice = {
  readonly mode: 'proposed' | 'own'
  readonly passphrase: string
  /** a proposed one in hiragana, to be remembered by */
  readonly kana: string
  readonly again: string
}

export function newPassphraseChoice(): PassphraseChoice {
  const { text, kana } = proposePassphrase()
  return { mode: 'proposed', passphrase: text, kana, again: '' }
}

const noPassphrase: PassphraseChoice = { mode: 'own', passphrase: '', kana: '', again: '' }

/** True when it is strong enough and was typed again without a slip. */
export function isReady(choice: PassphraseChoice): boolean {
  return weaknessOf(choice.passphrase) === null && samePassphrase(choice.again, choice.passphrase)
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
  const [leftAgain, setLeftAgain] = useState(false)
  const weakness = weaknessOf(value.passphrase)
  return (
    <div className="flex flex-col gap-5">
      <Choices
        legend={t('passphrase.legend')}
        value={value.mode}
        onChange={(mode) => {
          setLeft(false)
          onChange(mode === 'proposed' ? newPassphraseChoice() : noPassphrase)
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
            <span
              lang="ja"
              className="block font-sans text-std-16N-170 font-normal tracking-normal text-solid-gray-700"
            >
              {value.kana}
            </span>
          </output>
          <Button kind="outline" size="small" icon="refresh" onClick={() => onChange(newPassphraseChoice())}>
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
        error={leftAgain && !samePassphrase(value.again, value.passphrase) ? t('passphrase.differs') : null}
        onBlur={() => setLeftAgain(value.again !== '')}
        onChange={(event) => {
          setLeftAgain(false)
          onChange({ ...value, again: event.target.value })
        }}
      />
    </div>
  )
}
