import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkInclusion, Ledger } from '../../ledger/ledger.ts'
import { entryFor, MemoryFiles, TestClock, testSigner } from '../../ledger/ledger-fixture.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import { ledgerMigration, sqliteLedgerReader, sqliteLedgerRecords } from './ledger-records.ts'

let folder: string
let writer: DatabaseSync
let reader: DatabaseSync

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const path = join(folder, 'records.sqlite')
  writer = new DatabaseSync(path)
  writer.exec(`PRAGMA journal_mode = WAL; ${ledgerMigration}`)
  reader = new DatabaseSync(path, { readOnly: true })
})

afterEach(() => {
  reader.close()
  writer.close()
  rmSync(folder, { recursive: true })
})

function open(files = new MemoryFiles()) {
  let salts = 0
  const signer = testSigner()
  const ledger = new Ledger({
    records: sqliteLedgerRecords(writer),
    committed: sqliteLedgerReader(reader),
    files,
    signer,
    clock: new TestClock(),
    random: () => new Uint8Array(32).fill(++salts),
  })
  return { ledger, files, signer }
}

test('entries commit with the change they tell of, several at once', async () => {
  const { ledger, files, signer } = open()
  writer.exec('BEGIN')
  const first = ledger.append(entryFor(0))
  const second = ledger.append(entryFor(1))
  expect([first.seq, second.seq]).toEqual([0, 1])
  expect(ledger.size()).toBe(0)
  expect(await ledger.publish()).toBeUndefined()
  writer.exec('COMMIT')
  expect(ledger.size()).toBe(2)
  expect((await ledger.publish())?.size).toBe(2)
  expect(checkInclusion(ledger.prove(1), signer)).toMatchObject({ kind: 'included', entry: second })
  expect((await verifyLedger({ records: sqliteLedgerReader(reader), files, key: signer })).findings).toEqual(
    [],
  )
})

test('what is rolled back was never there', async () => {
  const { ledger } = open()
  writer.exec('BEGIN')
  ledger.append(entryFor(0))
  writer.exec('COMMIT; BEGIN')
  ledger.append(entryFor(1))
  // published while a transaction is under way: only what is committed is signed
  expect((await ledger.publish())?.size).toBe(1)
  writer.exec('ROLLBACK; BEGIN')
  expect(ledger.append(entryFor(2)).seq).toBe(1)
  writer.exec('COMMIT')
  expect((await ledger.publish())?.size).toBe(2)
})

test('no entry without a transaction', () => {
  const { ledger } = open()
  expect(() => ledger.append(entryFor(0))).toThrow(expect.objectContaining({ code: 'no-transaction' }))
  expect(ledger.size()).toBe(0)
})

test('reads on in pages, over holes, and takes up where another run stopped', async () => {
  const { ledger, files, signer } = open()
  writer.exec('BEGIN')
  for (let n = 0; n < 2500; n++) ledger.append(entryFor(n))
  writer.exec('COMMIT')
  await ledger.publish()
  const records = sqliteLedgerReader(reader)
  expect([...records.rows(0, 2500)].map(({ seq }) => seq)).toEqual(Array.from({ length: 2500 }, (_, i) => i))
  expect([...records.rows(1023, 1026)].map(({ seq }) => seq)).toEqual([1023, 1024, 1025])
  writer.exec('DELETE FROM ledgerEntries WHERE seq BETWEEN 1000 AND 2100')
  expect([...records.rows(990, 2200)]).toHaveLength(10 + 99)
  expect(records.row(1500)).toBeUndefined()
  const verdict = await verifyLedger({ records, files, key: signer })
  expect(verdict.findings).toHaveLength(1000)
  expect(verdict.unlisted).toBe(101)
  expect(open(files).ledger.checkpoint()?.size).toBe(2500)
})
