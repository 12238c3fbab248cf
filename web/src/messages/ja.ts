import { cameras } from './ja/cameras.ts'
import { cases } from './ja/cases.ts'
import { common } from './ja/common.ts'
import { guideline } from './ja/guideline.ts'
import { ledger } from './ja/ledger.ts'
import { people } from './ja/people.ts'
import { problems } from './ja/problems.ts'
import { sample } from './ja/sample.ts'
import { setup } from './ja/setup.ts'

/** Every string of the screens, Japanese first: its keys are the closed list of messages. */
export const ja = {
  ...common,
  ...problems,
  ...cameras,
  ...cases,
  ...guideline,
  ...ledger,
  ...people,
  ...setup,
  ...sample,
} as const
