import { useEffect, useMemo, useRef, useState } from 'react'
import type { CaseMessage } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'
import { PlayerView } from './player-view.tsx'
import { startViewing, type ViewSession } from './view-session.ts'

/** The button that starts a viewing, and the viewing itself. */
export function ViewPanel({
  found,
  onChanged,
}: {
  readonly found: CaseMessage
  readonly onChanged: () => Promise<void>
}) {
  const { t, named, clause } = useText()
  const { keys, person, beforeLeaving } = useSession()
  const [session, setSession] = useState<ViewSession | null>(null)
  const [camera, setCamera] = useState(found.cameras[0]?.id ?? '')
  const open = useRef<ViewSession | null>(null)

  const start = useTask(async () => {
    performance.mark('tsujiban-play-click')
    const started = await startViewing(found, await keys())
    open.current = started
    const first = started.playlist.leaves[0]
    if (first !== undefined) setCamera(first.camera)
    setSession(started)
  })
  const stop = async (): Promise<void> => {
    const ending = open.current?.end()
    open.current = null
    setSession(null)
    document.getElementById('now')?.focus({ preventScroll: true })
    await ending
    await onChanged()
  }
  useEffect(() => {
    const leave = async (): Promise<void> => open.current?.end()
    const leaveNow = (): void => void leave()
    const forget = beforeLeaving(leave)
    addEventListener('pagehide', leaveNow)
    return () => {
      removeEventListener('pagehide', leaveNow)
      forget()
      leaveNow()
    }
  }, [beforeLeaving])

  // one list for one look at one camera: the player takes a new one for another
  const leaves = useMemo(
    () => session?.playlist.leaves.filter((leaf) => leaf.camera === camera) ?? [],
    [session, camera],
  )

  if (session === null)
    return (
      <div className="flex flex-col gap-3">
        <p>
          {found.kind === 'search' && found.clauses.hold !== null
            ? t('view.textSearch', { clause: clause(found.clauses.hold) })
            : t('view.text')}
        </p>
        <ProblemNotice problem={start.problem} />
        <div>
          <Button size="large" icon="play" busy={start.busy} onClick={start.run}>
            {t('view.start')}
          </Button>
        </div>
      </div>
    )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-8 border-2 border-key-900 px-4 py-3">
        <p className="min-w-0 flex-1 basis-80">
          <span className="text-std-16B-170">
            {t('view.who', {
              name: person?.name ?? '',
              role: person === null ? '' : (named(`role.${person.role}`) ?? person.role),
            })}
          </span>
          <span className="block text-solid-gray-700">
            {t('view.ground', { clause: clause(found.ground), number: found.number, purpose: found.purpose })}
          </span>
        </p>
        <Button kind="outline" icon="close" onClick={() => void stop()}>
          {t('view.end')}
        </Button>
      </div>
      {found.cameras.length > 1 && (
        <div className="flex flex-wrap gap-2" role="group" aria-label={t('view.camera')}>
          {found.cameras.map((one) => (
            <button
              key={one.id}
              type="button"
              aria-pressed={one.id === camera}
              onClick={() => setCamera(one.id)}
              className={`min-h-11 rounded-8 border-2 px-4 text-dns-16B-130 ${
                one.id === camera
                  ? 'border-key-900 bg-key-900 text-white'
                  : 'border-solid-gray-420 bg-white text-solid-gray-800 hover:bg-key-50'
              }`}
            >
              {one.label}
            </button>
          ))}
        </div>
      )}
      {leaves.length === 0 ? (
        <p>{t('window.nothing')}</p>
      ) : (
        <PlayerView key={camera} found={found} session={session} leaves={leaves} />
      )}
    </div>
  )
}
