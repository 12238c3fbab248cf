import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openFootageIndex } from './footage-index.ts'
import { storeIsOwned } from './footage-index-lock.ts'
import { openFootageIndexReader } from './footage-index-read.ts'
import { createFootageIndex } from './footage-index-schema.ts'

const identity = { disk: '6f1f1f1e-0000-4000-8000-000000000001', slotBytes: 8192, slots: 2 }

describe('index file', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tsujiban-index-'))
    file = join(folder, 'index.sqlite')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const code = (expected: string): unknown =>
    expect.objectContaining({ name: 'FootageFault', code: expected })

  test('is made once, in WAL mode, and synced with every commit', () => {
    createFootageIndex(file, identity)
    expect(() => createFootageIndex(file, identity)).toThrow(code('store-exists'))
    const db = new DatabaseSync(file)
    expect(db.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal')
    db.close()
    const index = openFootageIndex(file)
    expect(index.identity).toEqual(identity)
    index.close()
  })

  test('missing, foreign, damaged and newer files are named', () => {
    for (const open of [openFootageIndex, openFootageIndexReader])
      expect(() => open(file)).toThrow(code('index-missing'))
    writeFileSync(file, 'this is not a database at all, but long enough to be looked at'.repeat(20))
    for (const open of [openFootageIndex, openFootageIndexReader])
      expect(() => open(file)).toThrow(code('index-damaged'))
    rmSync(file)
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE x (y)')
    other.close()
    expect(() => openFootageIndex(file)).toThrow(code('index-damaged'))
    rmSync(file)
    createFootageIndex(file, identity)
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 999')
    newer.close()
    for (const open of [openFootageIndex, openFootageIndexReader])
      expect(() => open(file)).toThrow(code('index-version'))
  })

  test('has one owner at a time; a refused open leaves the lock free', () => {
    expect(() => openFootageIndex(file)).toThrow(code('index-missing'))
    createFootageIndex(file, identity)
    expect(storeIsOwned(folder)).toBe(false)
    const index = openFootageIndex(file)
    expect(storeIsOwned(folder)).toBe(true)
    expect(() => openFootageIndex(file)).toThrow(code('store-in-use'))
    index.close()
    expect(storeIsOwned(folder)).toBe(false)
    openFootageIndex(file).close()
    expect(() => openFootageIndex(join(folder, 'nowhere', 'index.sqlite'))).toThrow(code('disk-missing'))
  })

  test('a transaction that fails changes nothing, and the next one works', () => {
    createFootageIndex(file, identity)
    const index = openFootageIndex(file)
    const use = { kind: 'held', day: '2026-11-21' } as never
    expect(() =>
      index.atomically(() => {
        index.openSlot(use)
        throw new Error('broken off')
      }),
    ).toThrow('broken off')
    expect([index.nextGeneration(), index.capacity().free]).toEqual([1, 2])
    expect(index.openSlot(use)?.generation).toBe(1)
    expect(index.openSlot(use, new Set([1]))).toBeUndefined()
    expect(index.openSlot(use)?.generation).toBe(2)
    expect(index.openSlot(use)).toBeUndefined()
    index.close()
    expect(() => index.capacity()).toThrow(code('index-failed'))
  })
})
