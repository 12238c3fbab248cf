import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StepClock } from '../../test/support/step-clock.ts'
import { lockStore } from '../adapters/sqlite/footage-index-lock.ts'
import { FootageFault } from '../footage/fault.ts'
import { type DataFolder, dataFolder } from './data-folder.ts'
import { ServerHost } from './server-host.ts'

let place: string
let folder: DataFolder
let host: ServerHost
const draft = {
  step: 3,
  municipality: '見本市',
  department: '放課後支援課',
  pack: 'funabashi-houkago',
  cameras: 14,
  kbps: 4000,
  managerName: '管理 者',
  managerPost: '課長',
  anchorFolder: '',
  host: '',
  address: '',
}

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'tsujiban-host-'))
  folder = dataFolder(join(place, 'data'))
  mkdirSync(folder.root)
  host = await openHost()
})
afterEach(async () => {
  await host.close()
  rmSync(place, { recursive: true, force: true })
})

async function openHost(sampleSlots = 64): Promise<ServerHost> {
  const opened = new ServerHost({
    folder,
    socket: join(place, 'socket'),
    clock: new StepClock(),
    sampleSlots,
    everyMs: 3_600_000,
    webFolder: null,
    onFault: (error) => {
      throw error
    },
    onSample: () => undefined,
    onRunning: async () => undefined,
  })
  await opened.open()
  return opened
}

test('an empty folder offers the setup, with the disk sum before anything is typed', async () => {
  expect(await host.state()).toMatchObject({ setup: 'empty', municipality: null, pack: null })
  const offer = await host.setupOffer()
  expect(offer).toMatchObject({
    dataFolder: folder.root,
    draft: { step: 1, cameras: 14, kbps: 4000 },
    sum: { cameras: 14, kbps: 4000, days: 14 },
    sampleSum: { needed: 64 * 64 * 1024 * 1024 },
  })
  expect(offer.packs).toContainEqual(
    expect.objectContaining({ id: 'funabashi-houkago', cameras: 14, days: 14, approx: 'atMost' }),
  )
  expect(offer.packs).toContainEqual(
    expect.objectContaining({ id: 'nishiyodogawa', days: 10, approx: 'about' }),
  )
  const { footage, padding, margin, holdReserve, needed, available, fits } = offer.sum
  expect(footage).toBe(14 * 4000 * 125 * 86_400 * 14)
  expect(footage + padding + margin + holdReserve).toBe(needed)
  expect(fits).toBe(needed <= available)
})

test('a setup that was left is taken up where it was', async () => {
  await host.saveDraft(draft)
  await host.close()
  host = await openHost()
  expect(await host.state()).toMatchObject({ setup: 'draft' })
  expect((await host.setupOffer()).draft).toEqual(draft)
})

test('the sum of more cameras than the disk can hold says so', async () => {
  const sum = await host.capacity('funabashi-houkago', 5000, 50_000)
  expect(sum.needed).toBeGreaterThan(sum.available)
  expect(sum.fits).toBe(false)
  const tooMany = await openSecond(100_000_000)
  expect((await tooMany.setupOffer()).sampleSum.fits).toBe(false)
})

/** The same folder as another host would see it; this one's lock is given up for it. */
async function openSecond(sampleSlots: number): Promise<ServerHost> {
  await host.close()
  host = await openHost(sampleSlots)
  return host
}

test('an instrument that is not there is refused, in a question, a draft and a setup', async () => {
  const invalid = { code: 'request-invalid', params: { field: 'pack' } }
  await expect(host.capacity('../../etc', 1, 100)).rejects.toMatchObject(invalid)
  await expect(host.saveDraft({ ...draft, pack: 'nobody' })).rejects.toMatchObject(invalid)
  expect((await host.state()).setup).toBe('empty')
})

test('one program at a time has the data folder', async () => {
  expect(() => lockStore(folder.root)).toThrow(FootageFault)
  await host.close()
  lockStore(folder.root).release()
  host = await openHost()
})
