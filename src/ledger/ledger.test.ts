import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryKinds } from './entry-kinds.ts'
import { checkInclusion } from './ledger.ts'
import { entryFor, flipBit, MemoryFiles, MemoryRecords, testLedger, testSigner } from './ledger-fixture.ts'
import { equalHashes, frontierRoot, hashLeaf, rootOf } from './merkle.ts'
import { tilePath } from './tiles.ts'

describe('appending', () => {
  test('numbers and dates the entries, newest first when read', () => {
    const { ledger, fill, clock } = testLedger()
    const start = clock.time
    fill(3)
    expect(ledger.size()).toBe(3)
    expect(ledger.newest()).toBe(start + 3000)
    expect(ledger.entries(Number.MAX_SAFE_INTEGER, 2).map(({ seq }) => seq)).toEqual([2, 1])
    expect(ledger.entries(2, 10).map(({ seq }) => seq)).toEqual([1, 0])
    expect(ledger.entries(0, 10)).toEqual([])
    expect(ledger.entries(3, 1)[0]).toEqual({ seq: 2, at: start + 3000, ...entryFor(2) })
  })

  test('keeps nothing of the record in the log but a salted hash', async () => {
    const { ledger, fill, files, records } = testLedger()
    fill(1)
    await ledger.publish()
    const [row] = records.rows(0, 1)
    const log = [...files.kept.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('')
    for (const secret of ['廊下', 'camera', 'funabashi', Buffer.from(row?.salt ?? []).toString('latin1')])
      expect(log).not.toContain(Buffer.from(secret).toString('latin1'))
    expect(files.kept.get('tile/entries/000.p/1')).toEqual(Uint8Array.of(0, 32, ...(row?.commitment ?? [])))
  })

  test('the catalogue names each kind once', () => {
    expect(new Set(entryKinds).size).toBe(entryKinds.length)
    expect(entryKinds.length).toBeGreaterThan(25)
  })
})

describe('publishing', () => {
  test('nothing while there is no entry', async () => {
    const { ledger, files } = testLedger()
    expect(await ledger.publish()).toBeUndefined()
    expect(files.writes).toEqual([])
  })

  test('gives the same log in one run or many, and drops the partial tiles of full ones', async () => {
    const once = testLedger()
    once.fill(70_000 / 100)
    await once.ledger.publish()
    const often = testLedger()
    for (const count of [1, 1, 254, 1, 200, 55, 188]) {
      often.fill(count)
      await often.ledger.publish()
    }
    expect(often.ledger.size()).toBe(700)
    const full = (files: MemoryFiles) => new Map([...files.kept].filter(([path]) => !path.includes('.p/')))
    expect(full(often.files)).toEqual(full(once.files))
    expect([...once.files.kept.keys()].sort()).toEqual([
      'checkpoint',
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/188',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/188',
    ])
    expect([...often.files.kept.keys()].filter((path) => path.startsWith('tile/0/000')).sort()).toEqual([
      'tile/0/000',
    ])
  })

  test('never writes a full tile twice', async () => {
    const { ledger, files, fill } = testLedger()
    for (let i = 0; i < 30; i++) {
      fill(37)
      await ledger.publish()
    }
    const full = files.writes.filter((path) => path !== 'checkpoint' && !path.includes('.p/'))
    expect(full.length).toBe(new Set(full).size)
    expect(full).toContain('tile/0/003')
  })

  test('the second level is right: 65,536 entries fill a tile of level 1', async () => {
    const { ledger, files, records } = testLedger()
    // the appender is not what is tested here
    const leaves = Array.from({ length: 65_537 }, (_, seq) => new Uint8Array(32).fill(seq & 255))
    for (const [seq, commitment] of leaves.entries())
      records.kept.set(seq, { seq, record: '{}', salt: new Uint8Array(32), commitment })
    const hashes = leaves.map(hashLeaf)
    const left = rootOf(hashes.slice(0, 65_536))
    records.state = { size: 65_537, hashes: [left, ...hashes.slice(65_536)] }
    const checkpoint = await ledger.publish()
    expect(checkpoint?.root).toEqual(frontierRoot(records.state))
    expect(files.kept.get('tile/2/000.p/1')).toEqual(left)
    expect(files.kept.get('tile/1/000')?.slice(0, 32)).toEqual(rootOf(hashes.slice(0, 256)))
    expect(files.kept.has('tile/1/001.p/1')).toBe(false)
  })

  test('catches up after a crash at any write', async () => {
    const whole = testLedger()
    whole.fill(300)
    await whole.ledger.publish()
    whole.fill(300)
    const writes = whole.files.writes.length
    for (let survived = 0; ; survived++) {
      const files = whole.files.copy()
      files.left = survived
      const crashed = testLedger(whole.records, files)
      const first = await crashed.ledger.publish().catch((error: Error) => error.message)
      files.left = Number.POSITIVE_INFINITY
      if (first === 'the power went') expect(crashed.ledger.checkpoint()?.size).toBe(300)
      const checkpoint = await testLedger(whole.records, files).ledger.publish()
      expect(checkpoint?.size).toBe(600)
      expect(checkpoint?.root).toEqual(frontierRoot(whole.records.state))
      for (const seq of [0, 255, 299, 300, 511, 599])
        expect(checkInclusion(crashed.ledger.prove(seq), crashed.signer).kind).toBe('included')
      if (first !== 'the power went') break
    }
    expect(whole.files.writes.length).toBe(writes)
  })

  test('runs follow one another, and a failed one does not stop the next', async () => {
    const { ledger, files, fill } = testLedger()
    fill(5)
    files.left = 0
    const failed = ledger.publish()
    const next = failed.then(
      () => undefined,
      () => ((files.left = 10), undefined),
    )
    await expect(failed).rejects.toThrow('the power went')
    await next
    const [a, b] = await Promise.all([ledger.publish(), ledger.publish()])
    expect([a?.size, b?.size]).toEqual([5, 5])
    expect(files.writes.filter((path) => path === 'checkpoint')).toHaveLength(1)
  })

  test('signs nothing that does not continue the published tree', async () => {
    const { ledger, files, records, fill } = testLedger()
    fill(10)
    await ledger.publish()
    const old = records.copy()
    fill(10)
    await ledger.publish()
    const before = files.kept.get('checkpoint')

    await expect(testLedger(old, files).ledger.publish()).rejects.toMatchObject({ code: 'records-behind' })

    const other = testLedger()
    other.fill(9)
    other.clock.time += 5
    other.fill(20)
    await expect(testLedger(other.records, files).ledger.publish()).rejects.toMatchObject({
      code: 'log-diverged',
    })

    fill(1)
    const damaged = files.copy()
    damaged.flip('tile/0/000.p/20', 77)
    await expect(testLedger(records, damaged).ledger.publish()).rejects.toMatchObject({
      code: 'log-diverged',
    })
    damaged.kept.delete('tile/0/000.p/20')
    await expect(testLedger(records, damaged).ledger.publish()).rejects.toMatchObject({
      code: 'tile-missing',
    })

    const forged = files.copy()
    forged.flip('checkpoint', 8 * 60)
    await expect(testLedger(records, forged).ledger.publish()).rejects.toMatchObject({ name: 'LedgerFault' })
    await expect(testLedger(records, files, testSigner(2)).ledger.publish()).rejects.toMatchObject({
      code: 'signature-wrong',
    })

    const holed = records.copy()
    holed.kept.delete(20)
    await expect(testLedger(holed, files).ledger.publish()).rejects.toMatchObject({ code: 'log-diverged' })
    expect(files.kept.get('checkpoint')).toEqual(before)
  })
})

test('a disk that garbles what it writes gets no signature, and is written over when it is well again', async () => {
  let garbles = false
  class GarblingFiles extends MemoryFiles {
    override write(path: string, bytes: Uint8Array): Promise<void> {
      return super.write(
        path,
        garbles && path.startsWith('tile/0') ? flipBit(bytes, 8 * bytes.length - 9) : bytes,
      )
    }
  }
  const { ledger, files, fill, signer } = testLedger(new MemoryRecords(), new GarblingFiles())
  fill(250)
  await ledger.publish()
  fill(100)
  garbles = true
  await expect(ledger.publish()).rejects.toMatchObject({ code: 'log-diverged' })
  expect(ledger.checkpoint()?.size).toBe(250)
  garbles = false
  expect((await ledger.publish())?.size).toBe(350)
  expect(files.kept.has('tile/0/000')).toBe(true)
  expect(checkInclusion(ledger.prove(255), signer).kind).toBe('included')
})

describe('proving', () => {
  test('every entry of logs of many sizes, and nothing that is not published', async () => {
    const { ledger, fill, signer } = testLedger()
    expect(() => ledger.prove(0)).toThrow('not-published')
    for (const count of [1, 2, 5, 248, 1, 300]) {
      fill(count)
      expect(() => ledger.prove(ledger.size() - 1)).toThrow('not-published')
      await ledger.publish()
      for (let seq = 0; seq < ledger.size(); seq += 7) {
        const check = checkInclusion(ledger.prove(seq), signer)
        expect(check).toMatchObject({ kind: 'included', entry: { seq }, checkpoint: { size: ledger.size() } })
      }
    }
    expect(() => ledger.prove(-1)).toThrow('not-published')
  })

  test('a lost partial tile is made up for by the full one', async () => {
    const { ledger, files, fill, signer } = testLedger()
    fill(256)
    await ledger.publish()
    const checkpoint = files.kept.get('checkpoint') as Uint8Array
    fill(300)
    await ledger.publish()
    files.kept.set('checkpoint', checkpoint)
    expect(files.kept.has(tilePath({ level: 1, index: 0, width: 1 }))).toBe(true)
    expect(checkInclusion(ledger.prove(3), signer).kind).toBe('included')
  })

  test('whatever bit is flipped, the proof fails and says why', async () => {
    const { ledger, fill, signer } = testLedger()
    fill(300)
    await ledger.publish()
    const good = ledger.prove(200)
    fc.assert(
      fc.property(fc.constantFrom('record', 'salt', 'path', 'seq', 'checkpoint'), fc.nat(), (part, at) => {
        const cut = at % good.record.length
        const bad = {
          record: () => ({
            ...good,
            record: `${good.record.slice(0, cut)}\u0001${good.record.slice(cut + 1)}`,
          }),
          salt: () => ({ ...good, salt: flipBit(good.salt, at % 256) }),
          path: () => ({
            ...good,
            path: good.path.map((hash, i) => (i === at % good.path.length ? flipBit(hash, at % 256) : hash)),
          }),
          seq: () => ({ ...good, seq: (good.seq + 1 + (at % 299)) % 300 }),
          checkpoint: () => ({
            ...good,
            checkpoint: good.checkpoint.slice(0, at % good.checkpoint.length),
          }),
        }[part as 'record']()
        const check = checkInclusion(bad, signer)
        expect(check.kind).toBe('not-included')
        if (check.kind === 'not-included' && part !== 'checkpoint') expect(check.reason).toBe('proof-wrong')
      }),
    )
    expect(checkInclusion(good, testSigner(2))).toEqual({ kind: 'not-included', reason: 'signature-wrong' })
    expect(checkInclusion({ ...good, checkpoint: 'x' }, signer)).toEqual({
      kind: 'not-included',
      reason: 'checkpoint-unreadable',
    })
    expect(equalHashes(good.salt, flipBit(good.salt, 0))).toBe(false)
  })

  test('no byte passes from the record to the salt', async () => {
    const { ledger, fill, signer } = testLedger()
    fill(3)
    await ledger.publish()
    const good = ledger.prove(1)
    const salt = Uint8Array.from([...good.salt, good.record.charCodeAt(0)])
    expect(checkInclusion({ ...good, salt, record: good.record.slice(1) }, signer)).toEqual({
      kind: 'not-included',
      reason: 'proof-wrong',
    })
  })

  test('a log of nothing but records that are no entries proves nothing', async () => {
    const records = new MemoryRecords()
    const { ledger, signer } = testLedger(records)
    const { commitmentOf } = await import('./entry.ts')
    const salt = new Uint8Array(32)
    const commitment = commitmentOf(salt, 'null')
    records.append({ seq: 0, record: 'null', salt, commitment }, { size: 1, hashes: [hashLeaf(commitment)] })
    await ledger.publish()
    expect(checkInclusion(ledger.prove(0), signer)).toEqual({ kind: 'not-included', reason: 'proof-wrong' })
    expect(() => ledger.entries(1, 1)).toThrow('record-unreadable')
  })
})
