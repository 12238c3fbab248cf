import { expect, it } from 'vitest'
import { isGone } from './gone.ts'

type Found = Parameters<typeof isGone>[0]
const opened = (from: number | null): Found => ({
  state: 'unlocked',
  expiresOn: '2026-11-21',
  heldUntil: null,
  unlocked: {
    by: '',
    at: 0,
    instruction: '',
    operators: [],
    parts: [{ camera: 'c', label: '', from, to: from, pieces: 0, gaps: [], unfinished: false }],
  },
})
const waiting: Found = { state: 'approved', expiresOn: '2026-11-21', heldUntil: null, unlocked: null }

it('what was opened is there until all of it is erased, on its day or late', () => {
  expect(isGone(opened(1_000), '2026-11-20')).toBe(false)
  expect(isGone(opened(1_000), '2026-11-25')).toBe(false)
  expect(isGone(opened(null), '2026-11-25')).toBe(true)
})

it('what was not opened is gone after its last day, unless it is held', () => {
  expect(isGone(waiting, '2026-11-21')).toBe(false)
  expect(isGone(waiting, '2026-11-22')).toBe(true)
  expect(isGone({ ...waiting, heldUntil: '2027-11-21' }, '2026-11-22')).toBe(false)
  expect(isGone({ ...waiting, expiresOn: null }, '2026-11-22')).toBe(false)
  expect(isGone({ ...waiting, state: 'refused' }, '2026-11-22')).toBe(false)
})
