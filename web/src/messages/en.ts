import { cameras } from './en/cameras.ts'
import { cases } from './en/cases.ts'
import { common } from './en/common.ts'
import { guideline } from './en/guideline.ts'
import { ledger } from './en/ledger.ts'
import { people } from './en/people.ts'
import { problems } from './en/problems.ts'
import { sample } from './en/sample.ts'
import { setup } from './en/setup.ts'
import type { ja } from './ja.ts'

/** The same messages in English; a missing key does not compile. */
export const en: Readonly<Record<keyof typeof ja, string>> = {
  ...common,
  ...problems,
  ...cameras,
  ...cases,
  ...guideline,
  ...ledger,
  ...people,
  ...setup,
  ...sample,
}
