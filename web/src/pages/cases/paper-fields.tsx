import { documentWords } from '../../../../src/domain/guideline/vocabulary-words.ts'
import type { Language } from '../../messages/catalogue.ts'
import { useText } from '../../messages/text.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'

export type Paper = { readonly kind: string; readonly number: string; readonly on: string }
export type Papers = Readonly<Record<string, Paper>>

const emptyPaper: Paper = { kind: '', number: '', on: '' }

/** Papers that a ground asks for: which of them came, under which number and date. */
export function PaperFields({
  needed,
  names,
  value,
  onChange,
}: {
  readonly needed: readonly {
    readonly id: string
    readonly title: string
    readonly anyOf: readonly string[]
  }[]
  /** names of the pack's own forms, by id */
  readonly names: Readonly<Record<string, string>>
  readonly value: Papers
  readonly onChange: (papers: Papers) => void
}) {
  const { t, language } = useText()
  return needed.map(({ id, title, anyOf }) => {
    const paper = value[id] ?? emptyPaper
    const change = (part: Partial<Paper>): void => onChange({ ...value, [id]: { ...paper, ...part } })
    return (
      <fieldset key={id} className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
        <legend className="mb-2 text-std-16B-170">{title}</legend>
        <SelectField
          label={t('paper.which')}
          value={paper.kind}
          onChange={(event) => change({ kind: event.target.value })}
        >
          <option value="">{t('paper.notYet')}</option>
          {anyOf.map((kind) => (
            <option key={kind} value={kind}>
              {names[kind] ?? paperWord(kind, language)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('paper.number')}
          value={paper.number}
          onChange={(event) => change({ number: event.target.value })}
        />
        <TextField
          label={t('paper.on')}
          type="date"
          value={paper.on}
          onChange={(event) => change({ on: event.target.value })}
        />
      </fieldset>
    )
  })
}

/** Papers that have come. */
export function papersGiven(papers: Papers): readonly Paper[] {
  return Object.values(papers).filter(({ kind }) => kind !== '')
}

export function paperWord(kind: string, language: Language): string {
  const words: Readonly<Record<string, Readonly<Record<Language, string>>>> = documentWords
  return words[kind]?.[language] ?? kind
}
