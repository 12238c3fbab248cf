import { useText } from '../../messages/text.tsx'
import { Choices } from '../../ui/field.tsx'

export type Answers = Readonly<Record<string, boolean>>

/** Open wording of the instrument as questions: a named person answers, the program never does. */
export function TestFields({
  tests,
  value,
  onChange,
}: {
  readonly tests: readonly {
    readonly id: string
    readonly asks: string
    readonly clauses: readonly string[]
  }[]
  readonly value: Answers
  readonly onChange: (answers: Answers) => void
}) {
  const { t, clauses } = useText()
  return tests.map(({ id, asks, clauses: cited }) => {
    const answer = value[id]
    return (
      <Choices
        key={id}
        legend={t('test.legend', { asks, clauses: clauses(cited) })}
        columns={2}
        value={answer === undefined ? null : answer ? 'yes' : 'no'}
        onChange={(choice) => onChange({ ...value, [id]: choice === 'yes' })}
        options={[
          { value: 'yes', label: t('test.yes') },
          { value: 'no', label: t('test.no') },
        ]}
      />
    )
  })
}
