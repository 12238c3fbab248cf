import type { CaseMessage } from '../../src/http/contract.ts'
import type { OpenedLeaf } from '../../src/vault/clip-key.ts'
import type { Official } from './official.ts'
import type { World } from './world.ts'

/** What the steps hand on to each other. */
export type Story = {
  readonly world: World
  manager: Official
  operator: Official
  /** the virtual cameras' paths and the cameras' ids, the requested one first */
  cameras: readonly { readonly path: string; readonly id: string }[]
  window: { readonly from: number; readonly to: number }
  request: CaseMessage | null
  opened: readonly OpenedLeaf[]
  /** the signed checkpoint as somebody outside kept it */
  savedCheckpoint: string
}

export type Figures = Readonly<Record<string, unknown>>

/** One line of the demo: throws when what it claims does not hold. */
export type Step = { readonly step: string; readonly run: (story: Story) => Promise<Figures> }

/** @throws Error with what was found instead */
export function hold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}
