import { expect, it } from 'vitest'
import { guidedCase, recentWindow, stepsDone } from './guide-steps.ts'

type Case = NonNullable<ReturnType<typeof guidedCase>>
type Camera = Parameters<typeof recentWindow>[0]
const camera = (part: Partial<Camera>): Camera => ({ state: 'recording', since: 0, ...part }) as Camera
const one = (part: Partial<Case>): Case =>
  ({
    kind: 'provision',
    state: 'entered',
    enteredAt: 1,
    viewings: [],
    exports: [],
    ...part,
  }) as unknown as Case

it('follows the newest police request', () => {
  expect(
    guidedCase([one({ enteredAt: 1 }), one({ enteredAt: 3 }), one({ enteredAt: 5, kind: 'search' })])
      ?.enteredAt,
  ).toBe(3)
  expect(guidedCase([one({ kind: 'search' })])).toBeNull()
})

it('counts the steps by what really stands', () => {
  const recording = [camera({})]
  expect(stepsDone(false, recording, null)).toBe(0)
  expect(stepsDone(true, [camera({ state: 'connecting' })], null)).toBe(0)
  expect(stepsDone(true, recording, null)).toBe(1)
  expect(stepsDone(true, recording, one({ state: 'entered' }))).toBe(2)
  expect(stepsDone(true, recording, one({ state: 'refused' }))).toBe(1)
  expect(stepsDone(true, recording, one({ state: 'approved' }))).toBe(3)
  expect(stepsDone(true, recording, one({ state: 'unlocked' }))).toBe(4)
  expect(
    stepsDone(true, recording, one({ state: 'unlocked', viewings: [{ by: '', at: 1, endedAt: null }] })),
  ).toBe(5)
})

it('asks for the last minutes that are recorded for sure', () => {
  expect(recentWindow(camera({ since: 0 }), 1_000_000)).toEqual({ from: 795_000, to: 975_000 })
  expect(recentWindow(camera({ since: 950_500 }), 1_000_000)).toEqual({ from: 951_000, to: 975_000 })
  expect(recentWindow(camera({ since: 970_000 }), 1_000_000)).toBeNull()
  expect(recentWindow(camera({ state: 'waiting' }), 1_000_000)).toBeNull()
})
