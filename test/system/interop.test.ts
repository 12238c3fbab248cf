import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Interop, interop } from '../support/interop.ts'
import { type InteropClip, makeInteropClip } from '../support/make-interop-clip.ts'

let folder: string
let clip: InteropClip
let found: Interop
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsujiban-interop-'))
  clip = await makeInteropClip(folder)
  found = await interop(clip.file)
})
afterAll(() => rm(folder, { recursive: true }))

it('records every frame that GStreamer sends, as ffmpeg does beside us', () => {
  expect(found.faults).toEqual([])
  expect(found.frames).toEqual({ sent: clip.frames, ours: clip.frames, ffmpeg: clip.frames })
  // 10 s from key frame to key frame: every one begins a leaf
  expect(found.leaves).toBe(3)
})

it('keeps every NAL unit that ffmpeg receives, and every change of the parameter sets in its place', () => {
  expect(found.ffmpeg.changes).toHaveLength(4)
  expect(found.ours).toEqual(found.ffmpeg)
})

it('hands out files that ffmpeg decodes without a warning that the source does not give', () => {
  expect(found.decoded).toBe(clip.frames)
  expect(found.warnings.ours.filter((line) => !found.warnings.source.includes(line))).toEqual([])
})

it('plays in Chromium, both picture sizes, up to the last frame', () => {
  const { ours, source } = found.chromium
  expect(ours).toMatchObject({ frames: clip.frames, ended: true, problem: null })
  expect(ours.sizes).toEqual(['640x360', '480x270'])
  expect(ours.corrupted).toBeLessThanOrEqual(source.corrupted)
  expect(ours.dropped).toBeLessThanOrEqual(source.dropped)
})
