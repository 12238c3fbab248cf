import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ClipFault, clipNames, loadClip, parseClip } from './clip.ts'
import { nalType } from './nal.ts'

const folder = join(import.meta.dirname, 'clips')

it.each(clipNames)('%s is one minute of 10 frames a second with a closed group every 2 s', (name) => {
  const clip = loadClip(name)
  expect(clip.frames).toHaveLength(600)
  expect(clip.frames.every((frame, i) => frame.keyFrame === (i % 20 === 0))).toBe(true)
  for (const frame of clip.frames.filter(({ keyFrame }) => keyFrame)) {
    expect(frame.before.map(nalType)).toEqual([7, 8])
    expect(frame.slices.map(nalType)).toEqual([5])
  }
  for (const frame of clip.frames) expect(frame.slices).toHaveLength(1)
  // every slice is long enough that 32 bytes of it are not a common pattern
  expect(Math.min(...clip.frames.map(({ slices }) => slices[0]!.length))).toBeGreaterThan(
    name === 'entrance-small' ? 16 : 64,
  )
})

it('stays small enough to be committed', () => {
  const files = readdirSync(folder)
  expect(files.sort()).toEqual(clipNames.map((name) => `${name}.h264`).sort())
  const total = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  expect(total).toBeLessThan(2_500_000)
})

it('refuses what it cannot replay truly', () => {
  const code = (work: () => unknown) => {
    try {
      work()
    } catch (fault) {
      if (fault instanceof ClipFault) return fault.code
      throw fault
    }
    return 'none'
  }
  const parse = (hex: string) => parseClip(new Uint8Array(Buffer.from(hex, 'hex')), 25, false, 'test')
  const sets = '000001674d401e00000168ee3880'
  expect(code(() => loadClip({ file: join(folder, 'missing.h264'), framesPerSecond: 25 }))).toBe('unreadable')
  expect(code(() => parse(''))).toBe('no-key-frame')
  expect(code(() => parse('000001419a'))).toBe('no-key-frame')
  expect(code(() => parse('0000016588'))).toBe('no-parameter-sets')
  expect(code(() => parse(`${sets}000001658800000101a8`))).toBe('b-frames')
  expect(code(() => parse(`${sets}0000016588000001419a`))).toBe('none')
})
