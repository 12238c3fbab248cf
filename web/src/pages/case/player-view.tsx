import { useEffect, useRef, useState } from 'react'
import { longestRelease } from '../../../../src/vault/release.ts'
import type { CaseMessage, PlaylistLeaf } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { Player, type PlayerState } from '../../playback/player.ts'
import { ReleasedLeaves } from '../../playback/released-leaves.ts'
import { Spinner } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { PlayerControls } from './player-controls.tsx'
import { PlayerTimeline } from './player-timeline.tsx'
import type { ViewSession } from './view-session.ts'

/** A search lengthens the keeping of what was released, so it asks for little at a time; milliseconds. */
const searchRelease = 2 * 60_000

/** The picture of one camera with its timeline. */
export function PlayerView({
  found,
  session,
  leaves,
}: {
  readonly found: CaseMessage
  readonly session: ViewSession
  readonly leaves: readonly PlaylistLeaf[]
}) {
  const { t, format } = useText()
  const video = useRef<HTMLVideoElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const label = found.cameras.find((camera) => camera.id === leaves[0]?.camera)?.label ?? ''
  const [player, setPlayer] = useState<Player | null>(null)
  const [state, setState] = useState<PlayerState | null>(null)
  const first = leaves[0]?.from ?? found.from
  const last = leaves.at(-1)?.to ?? found.to
  const { kind, from, id } = found

  useEffect(() => {
    const element = video.current
    if (element === null) return
    const source = new ReleasedLeaves(
      leaves,
      session.keys,
      session.release,
      (leaf) => `/api/footage/${id}/${leaf.epoch}/${leaf.leaf}`,
      kind === 'search' ? searchRelease : longestRelease,
    )
    const made = new Player(element, leaves, source, Math.max(first, from), setState)
    setPlayer(made)
    frame.current?.scrollIntoView({ block: 'start' })
    // the button that was pressed is gone; from here the keyboard comes to the controls
    frame.current?.focus({ preventScroll: true })
    void made.play()
    return () => {
      made.close()
      source.close()
    }
  }, [session, leaves, first, from, id, kind])

  return (
    <div className="flex flex-col gap-2">
      <div
        className="relative scroll-mt-4 overflow-hidden rounded-8 bg-black focus:outline-none"
        tabIndex={-1}
        ref={frame}
      >
        <p className="flex flex-wrap justify-between gap-x-6 px-4 py-2 text-std-17B-170 text-white">
          <span className="nums">{state === null ? '' : format.dateTime(state.at)}</span>
          <span>{label}</span>
        </p>
        <video
          ref={video}
          muted
          playsInline
          disablePictureInPicture
          className="mx-auto block aspect-video max-h-[62vh] w-full"
        />
        {state?.waiting === true && (
          <p
            role="status"
            className="absolute inset-0 flex appear-late items-center justify-center gap-3 bg-black/40 text-std-18B-160 text-white"
          >
            <Spinner />
            {t('player.opening')}
          </p>
        )}
      </div>
      <ProblemNotice problem={state?.problem ?? null} />
      {player !== null && state !== null && (
        <>
          <PlayerTimeline
            leaves={leaves}
            from={first}
            to={last}
            asked={found}
            at={state.at}
            onSeek={(at) => player.seek(at)}
          />
          <PlayerControls player={player} state={state} asked={Math.max(first, from)} />
        </>
      )}
    </div>
  )
}
