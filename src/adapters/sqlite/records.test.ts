import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench } from '../../../test/support/acts-bench.ts'
import { system } from '../../acts/context.ts'
import { checkInclusion } from '../../ledger/ledger.ts'
import { openRecordsDatabase } from './records.ts'

let bench: ActsBench
beforeEach(async () => {
  bench = await ActsBench.open({ slots: 4 })
})
afterEach(() => bench.close())

const note = (detail: string) => ({
  kind: 'clock-untrusted' as const,
  actor: system,
  body: { cause: 'stepped', detail },
})

test('what a transaction changed and entered is committed, published and provable when it resolves', async () => {
  const { records } = bench.context
  const seq = await records.transaction(async (tx) => {
    await tx.db.insertInto('settings').values({ key: 'a', value: '1' }).execute()
    return tx.enter(note('one'))
  })
  const checked = checkInclusion(records.prove(seq), bench.parts.signer)
  expect(checked).toMatchObject({ kind: 'included', entry: { seq, body: { detail: 'one' } } })
  expect(bench.parts.ledger.checkpoint()?.size).toBe(seq + 1)
})

test('a transaction that fails leaves neither change nor entry, and its number to the next', async () => {
  const { records } = bench.context
  const before = bench.fingerprint()
  const failed = records.transaction(async (tx) => {
    await tx.db.insertInto('settings').values({ key: 'a', value: '1' }).execute()
    tx.enter(note('lost'))
    throw new Error('half-way')
  })
  await expect(failed).rejects.toThrow('half-way')
  expect(bench.fingerprint()).toBe(before)
  const size = records.size()
  expect(await records.transaction(async (tx) => tx.enter(note('kept')))).toBe(size)
  expect(await bench.parts.checkLedger('')).toMatchObject({ ok: true })
})

test('many transactions at once follow one another, whatever becomes of each', async () => {
  const { records } = bench.context
  const size = records.size()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) =>
      records.transaction(async (tx) => {
        const seq = tx.enter(note(String(i)))
        await tx.db
          .insertInto('settings')
          .values({ key: `k${i}`, value: String(seq) })
          .execute()
        if (i % 4 === 3) throw new Error(`number ${i}`)
        return seq
      }),
    ),
  )
  const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(kept).toEqual(Array.from({ length: 30 }, (_, i) => size + i))
  const rows = await records.db.selectFrom('settings').select('value').where('key', 'like', 'k%').execute()
  expect(rows.map(({ value }) => Number(value)).toSorted((a, b) => a - b)).toEqual(kept)
  expect(await bench.parts.checkLedger('')).toMatchObject({ ok: true, size: size + 30 })
})

test('one transaction sees what the one before it committed, and nobody what is under way', async () => {
  const { records } = bench.context
  const gate = Promise.withResolvers<void>()
  const first = records.transaction(async (tx) => {
    await tx.db.insertInto('settings').values({ key: 'a', value: '1' }).execute()
    tx.enter(note('under way'))
    await gate.promise
  })
  const size = records.size()
  const second = records.transaction(async (tx) =>
    tx.db.selectFrom('settings').select('value').where('key', '=', 'a').executeTakeFirst(),
  )
  expect(records.entries(records.size(), 1)[0]?.seq).toBe(size - 1)
  gate.resolve()
  await first
  expect(await second).toEqual({ value: '1' })
  expect(records.size()).toBe(size + 1)
})

test('records that were opened again are the same', async () => {
  const before = bench.fingerprint()
  await bench.restart()
  expect(bench.fingerprint()).toBe(before)
})

test('records of a newer program, and files that are none, are refused by name', () => {
  const path = join(bench.folder.root, 'newer.sqlite')
  const newer = new DatabaseSync(path)
  newer.exec('PRAGMA user_version = 999')
  newer.close()
  expect(() => openRecordsDatabase(path)).toThrow(expect.objectContaining({ code: 'records-newer' }))
  const garbage = join(bench.folder.root, 'garbage.sqlite')
  writeFileSync(garbage, 'no database at all, but long enough to be looked at as one by whoever opens it')
  expect(() => openRecordsDatabase(garbage)).toThrow(expect.objectContaining({ code: 'records-unreadable' }))
})

test('what is deleted is overwritten, and every commit reaches the disk', () => {
  const database = openRecordsDatabase(join(bench.folder.root, 'fresh.sqlite'))
  try {
    const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('secure_delete')).toBe(1)
  } finally {
    database.close()
  }
})
