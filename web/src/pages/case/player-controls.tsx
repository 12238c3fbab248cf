import { useText } from '../../messages/text.tsx'
import type { Player, PlayerState } from '../../playback/player.ts'
import { Button } from '../../ui/button.tsx'

const rates = [0.5, 1, 2, 4, 8] as const

export function PlayerControls({
  player,
  state,
  asked,
}: {
  readonly player: Player
  readonly state: PlayerState
  /** start of what was asked for */
  readonly asked: number
}) {
  const { t } = useText()
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        icon={state.playing ? 'pause' : 'play'}
        onClick={() => (state.playing ? player.pause() : void player.play())}
      >
        {t(state.playing ? 'player.pause' : 'player.play')}
      </Button>
      <Button kind="outline" size="small" onClick={() => player.seek(state.at - 10_000)}>
        {t('player.back10')}
      </Button>
      <Button kind="outline" size="small" onClick={() => player.step(-1)}>
        {t('player.frameBack')}
      </Button>
      <Button kind="outline" size="small" onClick={() => player.step(1)}>
        {t('player.frameOn')}
      </Button>
      <Button kind="outline" size="small" onClick={() => player.seek(state.at + 10_000)}>
        {t('player.on10')}
      </Button>
      <Button kind="outline" size="small" onClick={() => player.seek(asked)}>
        {t('player.toAsked')}
      </Button>
      <label className="ml-auto flex items-center gap-2">
        {t('player.rate')}
        <select
          className="min-h-10 rounded-8 border border-solid-gray-600 bg-white px-3"
          value={state.rate}
          onChange={(event) => player.setRate(Number(event.target.value))}
        >
          {rates.map((rate) => (
            <option key={rate} value={rate}>
              {t('player.times', { rate })}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
