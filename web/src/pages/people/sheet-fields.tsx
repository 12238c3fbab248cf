import type { TypedSheet } from '../../../../src/vault/recovery-kit.ts'
import { fault } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { TextField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import type { SheetVerdict } from './typed-sheets.ts'

/** One sheet of paper, copied line by line; each line is judged as soon as it is whole. */
export function SheetFields({
  number,
  typed,
  verdict,
  onChange,
}: {
  /** 1 or 2, of the two that are typed */
  readonly number: number
  readonly typed: TypedSheet
  readonly verdict: SheetVerdict
  readonly onChange: (typed: TypedSheet) => void
}) {
  const { t } = useText()
  const right = (
    <span className="flex size-6 items-center text-success-2">
      <Icon name="circleCheck" />
      <span className="sr-only">{t('recovery.right')}</span>
    </span>
  )
  const kept = <span className="size-6" />
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-12 border border-solid-gray-420 p-5">
      <legend className="px-2 text-std-18B-160 text-solid-gray-900">{t('recovery.sheet', { number })}</legend>
      <TextField
        label={t('recovery.kit')}
        className="max-w-44 font-mono uppercase"
        spellCheck={false}
        autoCapitalize="characters"
        suffix={verdict.kit === 'right' ? right : kept}
        value={typed.kit}
        error={verdict.kit === 'wrong' ? t('recovery.kitWrong') : null}
        onChange={(event) => onChange({ ...typed, kit: event.target.value })}
      />
      {verdict.lines.map((state, index) => (
        <TextField
          // the lines of a sheet have no other name than their place
          key={`line ${index + 1}`}
          label={t('recovery.line', { line: index + 1 })}
          className="font-mono uppercase"
          spellCheck={false}
          autoCapitalize="characters"
          suffix={state === 'right' ? right : kept}
          value={typed.lines[index] ?? ''}
          error={state === 'wrong' ? t('recovery.lineWrong') : null}
          onChange={(event) => onChange({ ...typed, lines: typed.lines.with(index, event.target.value) })}
        />
      ))}
      {verdict.unsound && <ProblemNotice problem={fault('kit-line', { sheet: String(number) })} />}
      <p className="min-h-7 text-success-2" role="status">
        {verdict.sheet !== null && t('recovery.sound', { sheet: verdict.sheet })}
      </p>
    </fieldset>
  )
}
