import { expect, test } from 'vitest'
import type { PreparedEpoch } from '../recorder/ports.ts'
import { stored } from './recorder-process.ts'

function prepared(): PreparedEpoch {
  const id = crypto.randomUUID()
  return {
    epoch: id,
    camera: id,
    roleKey: id,
    timeLock: new Uint8Array(32).fill(7),
    sealedOfficeLock: new Uint8Array(113),
  } as unknown as PreparedEpoch
}

test('an epoch whose time lock the vault has keeps no copy of it in the recorder', async () => {
  const epoch = prepared()
  const vault = Promise.withResolvers<null>()
  const telling = stored(epoch, vault.promise)
  expect(epoch.timeLock).toEqual(new Uint8Array(32).fill(7))
  vault.resolve(null)
  await telling
  expect(epoch.timeLock).toEqual(new Uint8Array(32))
})

test('nor does one that the vault could not be told of', async () => {
  const epoch = prepared()
  await expect(stored(epoch, Promise.reject(new Error('no connection')))).rejects.toThrow('no connection')
  expect(epoch.timeLock).toEqual(new Uint8Array(32))
})
