import type { CaseMessage } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/page.tsx'
import { ExportPanel } from './export-panel.tsx'
import { ViewPanel } from './view-panel.tsx'

/** Seeing and, for a provision, handing over. */
export function UseStep({
  found,
  gone,
  onChanged,
}: {
  readonly found: CaseMessage
  /** its footage has been erased: what remains is what was done with it */
  readonly gone: boolean
  readonly onChanged: () => Promise<void>
}) {
  const { t, format, clause } = useText()
  const { locked } = useSession()
  return (
    <>
      {gone ? null : found.may.view ? (
        // locking ends the viewing: the panel begins anew, and its keys with it
        <ViewPanel key={String(locked)} found={found} onChanged={onChanged} />
      ) : (
        <Notice tone="info" title={t('view.notYou')}>
          {t('view.notYouText', {
            names: found.unlocked?.operators.map(({ name }) => name).join(t('comma')) ?? '',
          })}
        </Notice>
      )}
      {!gone && found.kind === 'provision' && <ExportPanel found={found} onChanged={onChanged} />}
      <Facts
        rows={[
          [
            t('use.held'),
            found.heldUntil === null
              ? t(gone ? 'use.heldOver' : 'use.notHeld')
              : t('use.heldUntil', {
                  day: format.legalDay(found.heldUntil),
                  clause: clause(found.clauses.hold ?? found.clauses.apply),
                }),
          ],
          [
            t('use.viewings'),
            found.viewings.length === 0 ? (
              t('none')
            ) : (
              <ul key="viewings" className="nums">
                {found.viewings.map((viewing) => (
                  <li key={viewing.at}>
                    {t(viewing.endedAt === null ? 'use.viewingOpen' : 'use.viewing', {
                      name: viewing.by,
                      from: format.dateTime(viewing.at),
                      to: viewing.endedAt === null ? '' : format.time(viewing.endedAt),
                    })}
                  </li>
                ))}
              </ul>
            ),
          ],
          ...(found.kind === 'provision'
            ? [
                [
                  t('use.exports'),
                  found.exports.length === 0 ? (
                    t('none')
                  ) : (
                    <ul key="exports" className="nums">
                      {found.exports.map((one) => (
                        <li key={one.id}>
                          {t('use.export', {
                            time: format.dateTime(one.at),
                            name: one.by,
                            recipient: one.recipient,
                            medium: one.medium,
                          })}
                        </li>
                      ))}
                    </ul>
                  ),
                ] as const,
              ]
            : []),
        ]}
      />
    </>
  )
}
