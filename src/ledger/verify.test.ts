import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { commitmentOf } from './entry.ts'
import { flipBit, MemoryFiles, MemoryRecords, testLedger, testSigner } from './ledger-fixture.ts'
import { appendLeaf, hashLeaf } from './merkle.ts'
import { encodeBundle, encodeTile } from './tiles.ts'
import { type LedgerVerdict, verifyLedger } from './verify.ts'

const key = testSigner()
const size = 600
let records: MemoryRecords
let files: MemoryFiles
/** the checkpoint over the first 400 entries, kept aside */
let saved: string

beforeAll(async () => {
  const built = testLedger()
  built.fill(400)
  saved = (await built.ledger.publish())?.note ?? ''
  built.fill(200)
  await built.ledger.publish()
  records = built.records
  files = built.files
})

function check(change: {
  records?: MemoryRecords
  files?: MemoryFiles
  saved?: string
}): Promise<LedgerVerdict> {
  return verifyLedger({
    records: change.records ?? records,
    files: change.files ?? files,
    key,
    saved,
    ...change,
  })
}

/** A tree over these records, signed with the true key, as someone with every right could build it. */
async function rebuild(from: MemoryRecords): Promise<MemoryFiles> {
  const again = testLedger(from)
  await again.ledger.publish()
  return again.files
}

describe('a sound ledger', () => {
  test('passes, with and without a checkpoint saved before', async () => {
    const verdict = await check({})
    expect(verdict).toMatchObject({ ok: true, size, findings: [], remarks: [], unlisted: 0 })
    expect(verdict.checkpoint?.size).toBe(size)
    expect((await verifyLedger({ records, files, key })).ok).toBe(true)
  })

  test.each([0, 1, 255, 256, 257, 511, 512, 513])('of %i entries passes', async (count) => {
    const built = testLedger()
    built.fill(count)
    await built.ledger.publish()
    const verdict = await verifyLedger({ records: built.records, files: built.files, key })
    expect(verdict.findings).toEqual(count === 0 ? [{ code: 'checkpoint-missing' }] : [])
  })

  test('that grew after its checkpoint says so', async () => {
    const grown = testLedger(records.copy(), files)
    grown.clock.time += 1_000_000
    grown.fill(3)
    expect(await check({ records: grown.records })).toMatchObject({
      ok: true,
      remarks: [{ code: 'unpublished', from: 600, to: 603 }],
    })
  })

  test('that is written to while it is checked passes', async () => {
    const growing = testLedger(records.copy(), files)
    growing.clock.time += 1_000_000
    class Growing extends MemoryRecords {
      override *rows(from: number, to: number) {
        growing.fill(1)
        yield* growing.records.rows(from, to)
      }
      override frontier() {
        return growing.records.frontier()
      }
    }
    expect((await check({ records: new Growing() })).findings).toEqual([])
  })

  test('whose clock went backwards says where', async () => {
    const built = testLedger()
    built.fill(5)
    const at = built.clock.time
    built.clock.time -= 60_000
    built.fill(1)
    await built.ledger.publish()
    expect(await verifyLedger({ records: built.records, files: built.files, key })).toMatchObject({
      ok: true,
      remarks: [{ code: 'clock-backwards', seq: 5, at: at - 59_000, previous: at }],
    })
  })
})

describe('what was altered is named', () => {
  test('any bit of any record or salt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.boolean(), fc.nat(), async (seq, inSalt, at) => {
        const altered = records.copy()
        const row = altered.row(seq)
        if (row === undefined) throw new Error('no row')
        const text = flipBit(new TextEncoder().encode(row.record), at % (8 * row.record.length))
        altered.change(
          seq,
          inSalt ? { salt: flipBit(row.salt, at % 256) } : { record: new TextDecoder().decode(text) },
        )
        const { findings } = await check({ records: altered })
        expect(findings).toEqual([{ code: 'record-altered', seq }])
      }),
      { numRuns: 20 },
    )
  })

  test('a record with the commitment beside it', async () => {
    const altered = records.copy()
    const row = altered.row(300)
    const record = row?.record.replace('廊下300', '廊下301') ?? ''
    altered.change(300, { record, commitment: commitmentOf(row?.salt ?? new Uint8Array(), record) })
    expect((await check({ records: altered })).findings).toEqual([{ code: 'record-altered', seq: 300 }])
  })

  test('a byte moved from the record to the salt', async () => {
    const altered = records.copy()
    const row = altered.row(7)
    if (row === undefined) throw new Error('no row')
    altered.change(7, { salt: Uint8Array.from([...row.salt, 0x7b]), record: row.record.slice(1) })
    expect((await check({ records: altered })).findings).toEqual([{ code: 'record-altered', seq: 7 }])
  })

  test('a commitment alone', async () => {
    const altered = records.copy()
    altered.change(9, { commitment: new Uint8Array(32) })
    expect((await check({ records: altered })).findings).toEqual([{ code: 'commitment-altered', seq: 9 }])
  })

  test('a dropped entry, anywhere', async () => {
    for (const seq of [0, 255, 300, 599]) {
      const altered = records.copy()
      altered.kept.delete(seq)
      expect((await check({ records: altered })).findings).toEqual([{ code: 'entry-missing', seq }])
    }
  })

  test('the end cut off, in records and count', async () => {
    const altered = records.copy()
    altered.kept.delete(599)
    const shorter = testLedger()
    shorter.fill(599)
    altered.state = shorter.records.state
    expect((await check({ records: altered })).findings).toEqual([{ code: 'entry-missing', seq: 599 }])
  })

  test('two entries swapped', async () => {
    const altered = records.copy()
    const [a, b] = [altered.row(20), altered.row(21)]
    if (a === undefined || b === undefined) throw new Error('no rows')
    altered.change(20, { ...b, seq: 20 })
    altered.change(21, { ...a, seq: 21 })
    expect((await check({ records: altered })).findings).toEqual([
      { code: 'record-altered', seq: 20 },
      { code: 'record-altered', seq: 21 },
    ])
  })

  test('any bit of any file of the log', async () => {
    const current = [
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/88',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/88',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...current), fc.nat(), async (path, at) => {
        const altered = files.copy()
        const bytes = altered.kept.get(path) as Uint8Array
        const bit = at % (8 * bytes.length)
        altered.flip(path, bit)
        const width = path.startsWith('tile/entries') ? 34 : 32
        const { findings } = await check({ files: altered })
        const inLength = width === 34 && (bit >> 3) % 34 < 2
        const position = inLength ? 0 : Math.floor((bit >> 3) / width)
        expect(findings).toEqual([{ code: 'tile-altered', path, position }])
      }),
      { numRuns: 40 },
    )
  })

  test('any file of the log that is gone', async () => {
    for (const path of ['tile/0/000', 'tile/0/002.p/88', 'tile/1/000.p/2', 'tile/entries/001']) {
      const altered = files.copy()
      altered.kept.delete(path)
      expect((await check({ files: altered })).findings).toEqual([{ code: 'tile-missing', path }])
    }
  })

  test('any bit of the checkpoint', async () => {
    const length = files.kept.get('checkpoint')?.length ?? 0
    for (let bit = 3; bit < 8 * length; bit += 8 * 5) {
      const altered = files.copy()
      altered.flip('checkpoint', bit)
      const { ok, findings } = await check({ files: altered })
      expect(ok).toBe(false)
      expect(findings[0]?.code).toMatch(/^(checkpoint-unreadable|signature-wrong)$/)
    }
    const gone = files.copy()
    gone.kept.delete('checkpoint')
    expect((await check({ files: gone })).findings).toEqual([{ code: 'checkpoint-missing' }])
  })

  test('a record and, elsewhere and beside it, files of the log', async () => {
    const altered = records.copy()
    altered.change(7, { salt: new Uint8Array(32) })
    altered.kept.delete(8)
    altered.change(410, { salt: new Uint8Array(32) })
    const log = files.copy()
    log.flip('tile/0/000', 8 * 32 * 9)
    log.flip('tile/entries/001', 8 * 34 * 3 + 20)
    log.flip('tile/1/000.p/2', 0)
    const { findings } = await check({ records: altered, files: log })
    expect(findings).toEqual([
      { code: 'tile-altered', path: 'tile/0/000', position: 9 },
      { code: 'record-altered', seq: 7 },
      { code: 'entry-missing', seq: 8 },
      { code: 'tile-altered', path: 'tile/entries/001', position: 3 },
      { code: 'record-altered', seq: 410 },
      { code: 'tile-altered', path: 'tile/1/000.p/2', position: 0 },
    ])
  })

  test('an entry forged in records and log alike', async () => {
    const altered = records.copy()
    const row = altered.row(300)
    const record = row?.record.replace('廊下300', '廊下301') ?? ''
    const commitment = commitmentOf(row?.salt ?? new Uint8Array(), record)
    altered.change(300, { record, commitment })
    const log = files.copy()
    const commitments = Array.from({ length: 256 }, (_, i) => altered.row(256 + i)?.commitment ?? commitment)
    log.kept.set('tile/entries/001', encodeBundle(commitments))
    log.kept.set('tile/0/001', encodeTile(commitments.map(hashLeaf)))
    const { findings } = await check({ records: altered, files: log })
    expect(findings).toContainEqual({ code: 'entries-rewritten', from: 256, to: 512 })
    expect(findings).toContainEqual({ code: 'root-wrong', size })
    expect(findings).toContainEqual({ code: 'saved-inconsistent', savedSize: 400 })
  })

  test('entries not published yet: altered, dropped, added, or the count put back', async () => {
    const grown = testLedger(records.copy(), files)
    grown.fill(4)
    const codes = async (change: (copy: MemoryRecords) => void) => {
      const copy = grown.records.copy()
      change(copy)
      return (await check({ records: copy })).findings
    }
    expect(await codes(() => undefined)).toEqual([])
    expect(await codes((copy) => copy.change(601, { salt: new Uint8Array(32) }))).toEqual([
      { code: 'record-altered', seq: 601 },
      { code: 'frontier-altered', size: 604 },
    ])
    expect(await codes((copy) => copy.kept.delete(602))).toEqual([{ code: 'entry-missing', seq: 602 }])
    expect(await codes((copy) => void (copy.state = records.state))).toEqual(
      [600, 601, 602, 603].map((seq) => ({ code: 'entry-added', seq })),
    )
    expect(
      await codes((copy) => {
        const salt = new Uint8Array(32)
        copy.change(603, { record: 'no entry', salt, commitment: commitmentOf(salt, 'no entry') })
      }),
    ).toEqual([
      { code: 'record-altered', seq: 603 },
      { code: 'frontier-altered', size: 604 },
    ])
  })

  test('no more findings are listed than asked for', async () => {
    const verdict = await verifyLedger({ records: new MemoryRecords(), files, key, limit: 5 })
    expect(verdict.ok).toBe(false)
    expect(verdict.findings).toHaveLength(5)
    expect(verdict.unlisted).toBe(size - 5)
  })
})

describe('against a checkpoint saved before', () => {
  test('a tree rebuilt without an entry and signed with the true key is found', async () => {
    const without = testLedger()
    for (const row of records.rows(0, size)) {
      if (row.seq === 123) continue
      // numbers close up behind the dropped entry, salts stay: the best that a forger can do
      const seq = row.seq > 123 ? row.seq - 1 : row.seq
      const record = row.record.replace(`"seq":${row.seq}`, `"seq":${seq}`)
      const commitment = commitmentOf(row.salt, record)
      const frontier = appendLeaf(without.records.frontier(), hashLeaf(commitment))
      without.records.append({ seq, record, salt: row.salt, commitment }, frontier)
    }
    const rebuilt = await rebuild(without.records)
    expect((await verifyLedger({ records: without.records, files: rebuilt, key })).ok).toBe(true)
    const { findings } = await check({ records: without.records, files: rebuilt })
    expect(findings).toEqual([{ code: 'saved-inconsistent', savedSize: 400 }])
  })

  test('a shorter tree is found', async () => {
    const short = testLedger()
    short.fill(399)
    const rebuilt = await rebuild(short.records)
    expect((await check({ records: short.records, files: rebuilt })).findings).toEqual([
      { code: 'saved-longer', size: 399, savedSize: 400 },
    ])
  })

  test('nothing signed by another key, or unreadable, is taken for a saved checkpoint', async () => {
    const other = testLedger(new MemoryRecords(), new MemoryFiles(), testSigner(2))
    other.fill(400)
    const foreign = (await other.ledger.publish())?.note ?? ''
    expect((await check({ saved: foreign })).findings).toEqual([
      { code: 'saved-signature-wrong', origin: key.name },
    ])
    expect((await check({ saved: 'a checkpoint' })).findings).toEqual([{ code: 'saved-unreadable' }])
    expect((await check({ saved: saved.replace('\n400\n', '\n401\n') })).findings).toEqual([
      { code: 'saved-signature-wrong', origin: key.name },
    ])
  })

  test('the log of another key does not pass', async () => {
    const { findings } = await verifyLedger({ records, files, key: testSigner(2) })
    expect(findings).toEqual([{ code: 'signature-wrong', origin: key.name }])
  })
})
