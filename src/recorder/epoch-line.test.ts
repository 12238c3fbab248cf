import { expect, test } from 'vitest'
import type { CameraId, EpochId, RoleKeyId } from '../domain/ids.ts'
import { Backoff } from './backoff.ts'
import { BeganNotices } from './began-notices.ts'
import { EpochLine } from './epoch-line.ts'
import type { RecorderFault } from './fault.ts'
import { ManualTime } from './test-support/manual-time.ts'
import { settled } from './test-support/scripted-camera.ts'
import { roleKey, TestVault } from './test-support/test-vault.ts'

type Bench = { time: ManualTime; vault: TestVault; line: EpochLine; faults: RecorderFault[] }

async function started(vault = new TestVault()): Promise<Bench> {
  const time = new ManualTime()
  const faults: RecorderFault[] = []
  let count = 0
  const line = new EpochLine({
    camera: 'c' as CameraId,
    prepareEpoch: vault.prepareEpoch,
    keeper: vault,
    roleKey,
    clock: time,
    backoff: new Backoff(1000, 30_000, () => 0.5),
    newEpochId: () => `epoch-${++count}` as EpochId,
    fault: (fault) => faults.push(fault),
  })
  line.fill()
  await settled()
  return { time, vault, line, faults }
}

test('two epochs stand ready, and each that is taken is replaced', async () => {
  const { vault, line } = await started()
  expect(line.ready).toBe(2)
  expect(vault.stored.map(({ epoch }) => epoch)).toEqual(['epoch-1', 'epoch-2'])
  expect(line.take()?.epoch).toBe('epoch-1')
  expect(line.ready).toBe(1)
  await settled()
  expect(line.ready).toBe(2)
  expect(line.take()?.epoch).toBe('epoch-2')
})

test('an epoch that is not stored is never given out; it is tried again, later and later', async () => {
  const vault = new TestVault()
  vault.down = new Error('vault restarts')
  const { time, line, faults } = await started(vault)
  expect(line.take()).toBeUndefined()
  expect(faults).toMatchObject([{ code: 'no-keys', what: 'epoch not stored: vault restarts' }])
  expect(vault.sealers.every(({ wiped }) => wiped)).toBe(true)
  line.fill()
  expect(vault.sealers).toHaveLength(1)
  time.advance(1000)
  line.fill()
  await settled()
  expect(vault.sealers).toHaveLength(2)
  vault.down = undefined
  time.advance(2000)
  line.fill()
  await settled()
  expect(line.ready).toBe(2)
  expect(line.take()?.epoch).toBe('epoch-3')
})

test('another role key: what was sealed to the old one is wiped', async () => {
  const { vault, line } = await started()
  line.setRoleKey({ id: 'role-2' as RoleKeyId, publicKey: new Uint8Array(65) })
  expect(line.ready).toBe(0)
  await settled()
  expect(vault.sealers.map(({ wiped }) => wiped)).toEqual([true, true, false, false])
  expect(vault.stored.map((stored) => stored.roleKey)).toEqual(['role-1', 'role-1', 'role-2', 'role-2'])
})

test('stop wipes what stands ready, and what is under way', async () => {
  const { vault, line } = await started()
  line.take()
  await line.stop()
  expect(line.ready).toBe(0)
  expect(vault.sealers.slice(1).every(({ wiped }) => wiped)).toBe(true)
  line.fill()
  await settled()
  expect(line.take()).toBeUndefined()
})

test('the keeper hears when an epoch began, in order, however often it takes', async () => {
  const time = new ManualTime()
  const vault = new TestVault()
  const faults: RecorderFault[] = []
  const notices = new BeganNotices(vault, time, new Backoff(1000, 30_000, () => 0.5), (fault) =>
    faults.push(fault),
  )
  const at = time.now()
  const day = '2026-11-21' as never
  vault.down = new Error('down')
  notices.add({ epoch: 'a' as EpochId, at, day })
  notices.add({ epoch: 'b' as EpochId, at, day })
  await settled()
  expect(faults).toMatchObject([{ code: 'epoch-not-told' }])
  vault.down = undefined
  notices.send()
  await settled()
  expect(vault.beginnings).toEqual([])
  time.advance(1000)
  notices.send()
  await settled()
  expect(vault.beginnings.map(({ epoch }) => epoch)).toEqual(['a', 'b'])
})

test('stop tries once more, and does not wait for ever', async () => {
  const time = new ManualTime()
  const vault = new TestVault()
  vault.down = new Error('down')
  const notices = new BeganNotices(vault, time, new Backoff(1000, 30_000, () => 0.5), () => {})
  notices.add({ epoch: 'a' as EpochId, at: time.now(), day: '2026-11-21' as never })
  await settled()
  vault.down = undefined
  await notices.stop(time, 2000)
  expect(vault.beginnings).toHaveLength(1)
  vault.began = () => new Promise(() => {})
  notices.add({ epoch: 'b' as EpochId, at: time.now(), day: '2026-11-21' as never })
  const stopping = notices.stop(time, 2000)
  time.advance(2000)
  await stopping
  expect(time.timers).toBe(0)
})
