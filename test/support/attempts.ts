import { expect } from 'vitest'
import type { ActsBench } from './acts-bench.ts'

/** Runs an attempt and checks that it ends with this fault, and that records and ledger stand as before. */
export async function attempt(bench: ActsBench, code: string, work: () => Promise<unknown>): Promise<void> {
  const before = bench.fingerprint()
  await expect(work()).rejects.toMatchObject({ code })
  expect(bench.fingerprint()).toBe(before)
}

/** Runs what the instrument does not allow and checks that it is refused under this clause, entered, and nothing else is. */
export async function refusal(
  bench: ActsBench,
  clause: string,
  work: () => Promise<{ readonly kind: string }>,
): Promise<void> {
  const before = bench.context.records.size()
  const outcome = await work()
  expect(outcome).toMatchObject({ kind: 'refused', clauses: expect.arrayContaining([clause]) as unknown })
  expect(bench.kindsSince(before)).toEqual(['refused'])
}
