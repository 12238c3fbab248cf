import type { CaseMessage } from '../../keys/messages.ts'
import { useText } from '../../messages/text.tsx'
import { Chip, type ChipTone } from '../../ui/chip.tsx'
import type { IconName } from '../../ui/icon.tsx'

type State = CaseMessage['state'] | 'gone'

const looks: Readonly<Record<State, readonly [tone: ChipTone, icon: IconName]>> = {
  entered: ['yellow', 'clock'],
  approved: ['blue', 'key'],
  refused: ['gray', 'close'],
  unlocked: ['green', 'unlock'],
  gone: ['gray', 'erase'],
}

export function CaseState({ state }: { readonly state: State }) {
  const { t } = useText()
  const [tone, icon] = looks[state]
  return (
    <Chip tone={tone} icon={icon}>
      {t(`case.state.${state}`)}
    </Chip>
  )
}
