import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MemoryRecords, testLedger } from '../../ledger/ledger-fixture.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import { folderLogFiles } from './log-files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('writes whole files, making folders, and reads them back', async () => {
  const files = folderLogFiles(join(folder, 'not', 'yet'))
  expect(files.read('tile/0/000')).toBeUndefined()
  await files.write('tile/0/x001/234', Uint8Array.of(1, 2, 3))
  await files.write('tile/0/x001/234', Uint8Array.of(4))
  expect(new Uint8Array(files.read('tile/0/x001/234') ?? [])).toEqual(Uint8Array.of(4))
  expect(readdirSync(join(folder, 'not/yet/tile/0/x001'))).toEqual(['234'])
  expect(files.read('tile/0/x001/234/5')).toBeUndefined()
  expect(() => files.read('tile/0')).toThrow('EISDIR')
})

test('a file cut short before its renaming does not count, and is written over', async () => {
  const files = folderLogFiles(folder)
  writeFileSync(join(folder, 'checkpoint.new'), 'half a check')
  expect(files.read('checkpoint')).toBeUndefined()
  await files.write('checkpoint', new TextEncoder().encode('whole'))
  expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe('whole')
  expect(existsSync(join(folder, 'checkpoint.new'))).toBe(false)
})

test('a failed write throws and leaves what was there', async () => {
  const files = folderLogFiles(folder)
  await files.write('tile/0/000.p/1', Uint8Array.of(1))
  await expect(files.write('tile/0/000.p/1/2', Uint8Array.of(2))).rejects.toThrow('EEXIST')
  expect(files.read('tile/0/000.p/1')).toHaveLength(1)
})

test('carries a ledger: published, grown over a full tile, verified', async () => {
  const records = new MemoryRecords()
  const { ledger, fill, signer } = testLedger(records, folderLogFiles(folder))
  fill(200)
  await ledger.publish()
  expect(readdirSync(join(folder, 'tile/0'))).toEqual(['000.p'])
  fill(200)
  await ledger.publish()
  expect(readdirSync(join(folder, 'tile/0')).sort()).toEqual(['000', '001.p'])
  const verdict = await verifyLedger({ records, files: folderLogFiles(folder), key: signer })
  expect(verdict).toMatchObject({ ok: true, size: 400 })
})
