import { statfs } from 'node:fs/promises'
import { dayOf } from '../domain/calendar/days.ts'
import { capacitySum, usualHoldHours } from '../domain/capacity.ts'
import { retentionDays } from '../domain/casework/keeping.ts'
import type { Instant } from '../domain/ids.ts'
import type { Pack } from '../domain/pack/rules.ts'

/** Bytes of one slot of footage (docs/ref/footage-format.md). */
export const slotBytes = 64 * 1024 * 1024

/** The disk sum of a municipality, beside what the disk has. */
export async function diskSum(
  root: string,
  pack: Pack,
  now: Instant,
  input: { cameras: number; kbps: number },
) {
  const days = retentionDays(pack, dayOf(now, pack.timeZone))
  const sum = capacitySum({ ...input, days, holdHours: usualHoldHours, slotBytes })
  const available = await freeBytes(root)
  return { ...sum, available, fits: sum.needed <= available }
}

export async function freeBytes(root: string): Promise<number> {
  const { bavail, bsize } = await statfs(root)
  return bavail * bsize
}
