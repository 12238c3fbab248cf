import type { ApiProblem } from '../api.ts'
import { useText } from '../messages/text.tsx'
import { Button } from './button.tsx'
import { ProblemNotice } from './problem.tsx'

/** What stands at the foot of a dialog's form: what went wrong, the button that sends, and the way out. */
export function DialogActions({
  label,
  task,
  disabled = false,
  onClose,
}: {
  readonly label: string
  readonly task: { readonly busy: boolean; readonly problem: ApiProblem | null }
  readonly disabled?: boolean
  readonly onClose: () => void
}) {
  const { t } = useText()
  return (
    <>
      <ProblemNotice problem={task.problem} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={task.busy} disabled={disabled}>
          {label}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </>
  )
}
