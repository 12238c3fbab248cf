import { expect, test } from 'vitest'
import { MAX_PARAMETER_SETS } from '../limits.ts'
import { pps, sps } from '../test-support/h264-samples.ts'
import { ParameterSets, sameSets } from './parameter-sets.ts'

function sets(...nals: readonly Buffer[]): ParameterSets {
  const kept = new ParameterSets()
  for (const nal of nals) kept.offer(nal)
  return kept
}

test('none are in force until there is an SPS and a PPS', () => {
  const kept = sets(sps())
  expect(kept.active).toBeUndefined()
  expect(kept.offer(pps())).toBe(true)
  expect(kept.active).toMatchObject({ sps: [sps()], pps: [pps()], info: { width: 320, height: 240 } })
})

test('a repeat changes nothing, also with zero bytes behind it', () => {
  const kept = sets(sps(), pps())
  const before = kept.active
  expect(kept.offer(sps())).toBe(false)
  expect(kept.offer(Buffer.concat([pps(), Buffer.alloc(3)]))).toBe(false)
  expect(kept.active).toBe(before)
})

test('a changed set replaces the one with its id', () => {
  const kept = sets(sps(), pps())
  const before = kept.active
  expect(kept.offer(sps({ width: 640, height: 480 }))).toBe(true)
  expect(kept.offer(pps(0, 0, 3))).toBe(true)
  expect(kept.active).toMatchObject({ sps: [sps({ width: 640, height: 480 })], pps: [pps(0, 0, 3)] })
  expect(sameSets(before, kept.active)).toBe(false)
  expect(sameSets(kept.active, sets(sps({ width: 640, height: 480 }), pps(0, 0, 3)).active)).toBe(true)
})

test('sets with other ids stand beside each other', () => {
  expect(sets(sps(), pps(0), pps(1)).active).toMatchObject({ sps: [sps()], pps: [pps(0), pps(1)] })
})

test('a set that cannot be read leaves those in force', () => {
  const kept = sets(sps(), pps())
  const before = kept.active
  for (const bad of [Buffer.from('67420000', 'hex'), Buffer.alloc(600, 0x67), Buffer.from([0x65, 1, 2])])
    expect(() => kept.offer(bad)).toThrow(expect.objectContaining({ code: 'bad-parameter-set' }))
  expect(kept.active).toBe(before)
})

test('a camera that numbers its sets anew at every change cannot fill the table', () => {
  const kept = new ParameterSets()
  for (let id = 0; id < 256; id++) {
    kept.offer(sps({ id: id % 32, width: 320 + 2 * id }))
    kept.offer(pps(id))
  }
  const active = kept.active
  expect(active?.sps.length).toBeLessThanOrEqual(4)
  expect(active?.pps.length).toBeLessThanOrEqual(16)
  expect(active?.pps.at(-1)).toEqual(pps(255))
  const bytes = (all: readonly Buffer[] = []): number => all.reduce((sum, set) => sum + set.length, 0)
  expect(bytes(active?.sps) + bytes(active?.pps)).toBeLessThanOrEqual(MAX_PARAMETER_SETS)
})
