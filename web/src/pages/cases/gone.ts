import type { CaseMessage } from '../../keys/messages.ts'

type Found = Pick<CaseMessage, 'state' | 'unlocked' | 'expiresOn' | 'heldUntil'>

/** Whether all footage of the case has been erased: nothing of it can be opened or seen any more. */
export function isGone({ state, unlocked, expiresOn, heldUntil }: Found, today: string): boolean {
  // what was opened once is there for as long as any of it has edges, late or held
  if (unlocked !== null) return unlocked.parts.every((part) => part.from === null)
  return state !== 'refused' && heldUntil === null && expiresOn !== null && expiresOn < today
}
