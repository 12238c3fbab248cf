import type { Answer } from '../../api.ts'
import type { CaseMessage } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'

/** How long what is seen or handed over is kept afterwards, and by which clause. */
export function HoldLine({
  found,
  preview,
}: {
  readonly found: CaseMessage
  readonly preview: Answer<'GET /api/cases/:id/window'>
}) {
  const { t, format, clause } = useText()
  return (
    <p>
      {preview.heldUntil === null
        ? t('window.noHold')
        : t(found.kind === 'search' ? 'window.heldSearch' : 'window.held', {
            day: format.legalDay(preview.heldUntil),
            clause: clause(preview.holdClause),
          })}
    </p>
  )
}
