import type { GuidelineState } from '../../../../src/http/contract.ts'
import { useText } from '../../messages/text.tsx'
import { Chip, type ChipTone } from '../../ui/chip.tsx'
import type { IconName } from '../../ui/icon.tsx'

const looks: Readonly<Record<GuidelineState, readonly [tone: ChipTone, icon: IconName]>> = {
  kept: ['green', 'circleCheck'],
  due: ['yellow', 'clock'],
  broken: ['red', 'error'],
  notApplicable: ['gray', 'info'],
}

export function StateChip({ state }: { readonly state: GuidelineState }) {
  const { t } = useText()
  const [tone, icon] = looks[state]
  return (
    <Chip tone={tone} icon={icon}>
      {t(`guideline.state.${state}`)}
    </Chip>
  )
}
