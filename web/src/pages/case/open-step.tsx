import { type Answer, call, fault } from '../../api.ts'
import { checkOffer } from '../../keys/check-offer.ts'
import type { CaseMessage, UnlockMaterial } from '../../keys/messages.ts'
import { openRoleKey } from '../../keys/role-keys.ts'
import { unlockCase } from '../../keys/unlock-case.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts, Loading } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { HoldLine } from './hold-line.tsx'
import { OnlyThese } from './only-these.tsx'
import { openLength } from './window-length.ts'
import { WindowParts } from './window-parts.tsx'

/** An offer to sign goes stale after half an hour; a fresh one is fetched well before; milliseconds. */
const offerLasts = 10 * 60_000

/** Opening: a holder of the key opens exactly these minutes for the people named. */
export function OpenStep({
  found,
  gone,
  preview,
  onChanged,
}: {
  readonly found: CaseMessage
  /** its footage has been erased */
  readonly gone: boolean
  readonly preview: Answer<'GET /api/cases/:id/window'> | null
  readonly onChanged: () => Promise<void>
}) {
  const { t, format } = useText()
  const offered = found.state === 'approved' && found.may.unlock
  const material = useQuery(
    offered ? 'GET /api/cases/:id/unlock' : null,
    { params: { id: found.id } },
    offerLasts,
  )
  const { unlocked } = found
  if (unlocked !== null)
    return (
      <>
        <Facts
          rows={[
            [t('open.by'), t('decision.byAt', { name: unlocked.by, time: format.dateTime(unlocked.at) })],
            ...(gone
              ? []
              : [
                  [
                    t('open.what'),
                    t('open.length', { length: format.duration(openLength(unlocked.parts)) }),
                  ] as const,
                ]),
            [t('open.operators'), unlocked.operators.map(({ name }) => name).join(t('comma'))],
          ]}
        />
        {!gone && <WindowParts parts={unlocked.parts} asked={found} />}
      </>
    )
  if (!offered)
    return (
      <Notice tone="info" title={t('open.waiting')}>
        {t('open.waitingText')}
      </Notice>
    )
  return (
    <>
      <ProblemNotice problem={material.problem} />
      {material.data === null ? (
        material.problem === null && <Loading />
      ) : (
        <Offer found={found} material={material.data} preview={preview} onChanged={onChanged} />
      )}
    </>
  )
}

function Offer({
  found,
  material,
  preview,
  onChanged,
}: {
  readonly found: CaseMessage
  readonly material: UnlockMaterial
  readonly preview: Answer<'GET /api/cases/:id/window'> | null
  readonly onChanged: () => Promise<void>
}) {
  const { t, format } = useText()
  const { keys } = useSession()
  const length = format.duration(openLength(material.parts))
  const open = useTask(async () => {
    const { session, personal } = await keys()
    const { instruction, flaws } = checkOffer(material, found, session.person.id)
    if (flaws.length > 0) throw fault('offer-mismatch', { flaws: flaws.join(', ') })
    const roleKey = await openRoleKey(session, personal, instruction.roleKey)
    const body = await unlockCase(material, { roleKey, signKey: personal.sign.privateKey })
    await call('POST /api/cases/:id/unlock', { params: { id: found.id }, body })
    await onChanged()
  })
  return (
    <>
      <OnlyThese parts={material.parts} />
      <WindowParts parts={material.parts} asked={found} />
      {preview !== null && <HoldLine found={found} preview={preview} />}
      <p>{t('open.for', { names: material.operators.map(({ name }) => name).join(t('comma')) })}</p>
      <p className="text-solid-gray-700">{t('open.text')}</p>
      <ProblemNotice problem={open.problem} />
      <div>
        <Button size="large" icon="unlock" busy={open.busy} onClick={open.run}>
          {t(open.busy ? 'open.busy' : 'open.go', { length })}
        </Button>
      </div>
    </>
  )
}
