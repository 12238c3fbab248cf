import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setupRequestOf } from '../../test/support/setup-request.ts'
import { StepClock } from '../../test/support/step-clock.ts'
import { FootageFault } from '../footage/fault.ts'
import { statusOf } from '../http/faults.ts'
import { type DataFolder, dataFolder, defaultAnchorFolder } from './data-folder.ts'
import { createFootage } from './footage-files.ts'
import { setUp } from './set-up.ts'

// No disk is filled: more is asked for than any disk has.

let place: string
let folder: DataFolder
const options = { clock: new StepClock(), sampleSlots: 100_000_000, httpsPort: 0 }
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'tsujiban-full-'))
  folder = dataFolder(join(place, 'data'))
  mkdirSync(folder.root)
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

test.each([
  ['a municipality', { cameras: 5000, kbps: 50_000 }, false],
  ['the sample', {}, true],
])(
  '%s that the disk cannot hold is refused with the sum, before anything is made',
  async (_, change, sample) => {
    const { request } = await setupRequestOf(change)
    const fault = await setUp(folder, { ...request, sample }, options).then(
      () => null,
      (error: unknown) => error,
    )
    const known = statusOf(fault)
    expect(known).toMatchObject({ status: 507, code: 'disk-too-small' })
    const { needed, available } = known?.params ?? {}
    expect(Number(needed)).toBeGreaterThan(Number(available))
    expect(Number(available)).toBeGreaterThan(0)
    expect(readdirSync(folder.root)).toEqual([])
    expect(existsSync(defaultAnchorFolder(folder.root))).toBe(false)
  },
)

test('a store that does not fit is told with its sum too, and nothing of it is left', async () => {
  const fault = await createFootage(folder.footage, 90_000_000, 64 * 1024 * 1024).then(
    () => null,
    (error: unknown) => error,
  )
  expect(fault).toBeInstanceOf(FootageFault)
  expect(statusOf(fault)).toMatchObject({
    status: 507,
    code: 'disk-full',
    params: {
      needed: expect.stringMatching(/^\d+$/) as unknown,
      available: expect.stringMatching(/^\d+$/) as unknown,
    },
  })
  expect(readdirSync(folder.root)).toEqual([])
})
