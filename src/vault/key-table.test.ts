import { describe, expect, test } from 'vitest'
import { type CameraId, type EpochId, type HoldId, toHex } from '../domain/ids.ts'
import { inspectKeyTable } from './inspect-key-table.ts'
import { KeyTable } from './key-table.ts'
import { longestRecord, type TableEntry } from './key-table-format.ts'
import { randomSecret, secretBytes } from './secret.ts'
import { memoryAnchor, memoryCopy } from './test-support/memory-table.ts'
import { newId } from './test-support/people.ts'

function newParts() {
  return { copies: [memoryCopy('a'), memoryCopy('b')] as const, anchor: memoryAnchor() }
}

function newEntry(): TableEntry & { readonly kind: 'epoch' } {
  return {
    kind: 'epoch',
    epoch: newId() as EpochId,
    camera: newId() as CameraId,
    secret: randomSecret(32),
  }
}

const zeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)
const lockOf = (table: KeyTable, { epoch }: { epoch: EpochId }) => table.epoch(epoch)?.timeLock

describe('KeyTable', () => {
  test('keeps what was appended, before and after rewriting, over reopening', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const [old, kept, later] = [newEntry(), newEntry(), newEntry()]
    await table.append([old, kept])
    await table.rewrite({ epochs: [old.epoch], holds: [] })
    expect(table.generation).toBe(2)
    await table.append([later])
    await table.close()

    const again = await KeyTable.open(parts)
    expect(again.findings).toEqual([])
    expect(again.generation).toBe(2)
    expect(again.epoch(old.epoch)).toBeUndefined()
    for (const { epoch, camera, secret } of [kept, later]) {
      expect(again.epoch(epoch)?.camera).toBe(camera)
      expect(toHex(again.epoch(epoch)?.timeLock as Uint8Array)).toBe(toHex(secret))
    }
    expect(again.own('ledger-signing').length).toBe(32)
    expect(toHex(again.own('ledger-signing'))).not.toBe(toHex(again.own('decoy-salt')))
  })

  test('appends of one tick share one write to each copy, and the caller keeps its own buffer', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const entries = Array.from({ length: 14 }, newEntry)
    await Promise.all(entries.map((entry) => table.append([entry])))
    expect(parts.copies.map(({ appends }) => appends)).toEqual([1, 1])
    for (const entry of entries) entry.secret.fill(0)
    expect(table.contents().epochs).toHaveLength(14)
    for (const entry of entries) expect(zeros(lockOf(table, entry) as Uint8Array)).toBe(false)
  })

  test('more than a record of appends at once goes into several', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const entries = Array.from({ length: 2 * Math.ceil(longestRecord / 65) }, newEntry)
    await Promise.all(entries.map((entry) => table.append([entry])))
    expect(parts.copies[0].appends).toBe(3)
    await table.rewrite({ epochs: [], holds: [] })
    await table.close()
    expect((await KeyTable.open(parts)).contents().epochs).toHaveLength(entries.length)
    await expect(KeyTable.open(parts).then((again) => again.append(entries))).rejects.toMatchObject({
      code: 'malformed',
    })
  })

  test('the same secret again is no error, another for the same epoch is, and its neighbours are not touched', async () => {
    const table = await KeyTable.create(newParts())
    const [one, other, third] = [newEntry(), newEntry(), newEntry()]
    await table.append([one])
    await table.append([one])
    const settled = await Promise.allSettled([
      table.append([other]),
      table.append([third, { ...one, secret: randomSecret(32) }]),
      table.append([third]),
    ])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(settled[1]).toMatchObject({ reason: { code: 'key-exists' } })
    for (const entry of [one, other, third])
      expect(toHex(lockOf(table, entry) as Uint8Array)).toBe(toHex(entry.secret))
  })

  test('what cannot be stored is refused before anything is written', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    await expect(table.append([{ ...newEntry(), secret: secretBytes(31) }])).rejects.toMatchObject({
      code: 'bad-key',
    })
    await expect(table.append([{ ...newEntry(), epoch: 'x' as EpochId }])).rejects.toMatchObject({
      code: 'malformed',
    })
    expect(parts.copies[0].appends).toBe(0)
  })

  test('a write that fails in one copy is told, takes nothing, and the next one stands in both', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const [lost, kept] = [newEntry(), newEntry()]
    parts.copies[1].failNext = true
    await expect(table.append([lost])).rejects.toMatchObject({ code: 'key-table-io' })
    expect(table.epoch(lost.epoch)).toBeUndefined()
    await table.append([kept])
    await table.close()
    const again = await KeyTable.open(parts)
    expect(again.findings).toEqual([])
    expect(again.contents().epochs).toEqual([kept.epoch])
  })

  test('until the old key can be destroyed the old generation stays in force', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const [old, kept] = [newEntry(), newEntry()]
    await table.append([old, kept])
    parts.anchor.refuseDestroy = true
    await expect(table.rewrite({ epochs: [old.epoch], holds: [] })).rejects.toMatchObject({
      code: 'anchor-io',
    })
    await table.close()
    expect((await inspectKeyTable(parts.copies, parts.anchor)).otherKeys).toEqual([2])

    parts.anchor.refuseDestroy = false
    const again = await KeyTable.open(parts)
    expect(again.generation).toBe(1)
    expect(again.contents().epochs).toHaveLength(2)
    expect([...parts.anchor.keys.keys()]).toEqual([`${again.table} 1`])
    expect(parts.copies.map(({ files }) => [...files.keys()])).toEqual([[1], [1]])
    await again.rewrite({ epochs: [old.epoch], holds: [] })
    expect(again.contents().epochs).toEqual([kept.epoch])
  })

  test('a copy that does not read back as written keeps the old key alive', async () => {
    const [good, lying] = [memoryCopy('a'), memoryCopy('b')]
    const anchor = memoryAnchor()
    const { replace } = lying
    const table = await KeyTable.create({ copies: [good, lying], anchor })
    const [old, kept] = [newEntry(), newEntry()]
    await table.append([old, kept])
    lying.replace = async (generation, bytes) => {
      const bent = Uint8Array.from(bytes)
      if (generation === 2) bent[100] = (bent[100] ?? 0) ^ 1
      await replace(generation, bent)
    }
    await expect(table.rewrite({ epochs: [old.epoch], holds: [] })).rejects.toMatchObject({
      name: 'VaultFault',
    })
    expect(table.generation).toBe(1)
    expect(table.contents().epochs).toEqual([old.epoch, kept.epoch])
    expect([...anchor.keys.keys()]).toEqual([`${table.table} 1`])
    lying.replace = replace
    await table.rewrite({ epochs: [old.epoch], holds: [] })
    expect(table.contents().epochs).toEqual([kept.epoch])
  })

  test('dropped secrets, and on closing all of them, are zero in memory', async () => {
    const table = await KeyTable.create(newParts())
    const [old, kept] = [newEntry(), newEntry()]
    const hold = newId() as HoldId
    await table.append([old, kept, { kind: 'hold', hold, secret: randomSecret(32) }])
    const [oldLock, keptLock] = [lockOf(table, old), lockOf(table, kept)] as Uint8Array[]
    const holdKey = table.hold(hold) as Uint8Array
    await table.rewrite({ epochs: [old.epoch], holds: [] })
    expect([oldLock, keptLock, holdKey].map((bytes) => zeros(bytes as Uint8Array))).toEqual([
      true,
      false,
      false,
    ])
    await table.rewrite({ epochs: [], holds: [hold] })
    expect(zeros(holdKey)).toBe(true)
    const signing = table.own('ledger-signing')
    await table.close()
    expect(zeros(keptLock as Uint8Array) && zeros(signing)).toBe(true)
    for (const use of [
      () => table.epoch(kept.epoch),
      () => table.hold(hold),
      () => table.own('ledger-signing'),
    ])
      expect(use).toThrow(expect.objectContaining({ code: 'key-table-closed' }))
    await expect(table.append([newEntry()])).rejects.toMatchObject({ code: 'key-table-closed' })
    await expect(table.rewrite({ epochs: [], holds: [] })).rejects.toMatchObject({ code: 'key-table-closed' })
  })

  test('closing waits for what is being written', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const entry = newEntry()
    const appended = table.append([entry])
    await table.close()
    await appended
    expect((await KeyTable.open(parts)).contents().epochs).toEqual([entry.epoch])
  })

  test('no secret stands in the files in the clear', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const entry = newEntry()
    await table.append([entry])
    const signing = table.own('ledger-signing').slice()
    for (const { files } of parts.copies)
      for (const bytes of files.values())
        for (const secret of [entry.secret, signing]) expect(Buffer.from(bytes).includes(secret)).toBe(false)
  })

  test('inspecting tells what is there and changes nothing', async () => {
    const parts = newParts()
    const table = await KeyTable.create(parts)
    const entry = newEntry()
    const hold = newId() as HoldId
    await table.append([entry, { kind: 'hold', hold, secret: randomSecret(32) }])
    await table.close()
    const [first, second] = parts.copies
    second.files.set(1, (second.files.get(1) as Uint8Array<ArrayBuffer>).slice(0, -3))
    const cut = toHex(second.files.get(1) as Uint8Array)
    const report = await inspectKeyTable(parts.copies, parts.anchor)
    expect(report).toEqual({
      table: table.table,
      generation: 1,
      anchorKind: 'file',
      epochs: [entry.epoch],
      holds: [hold],
      findings: [{ copy: 'b', what: 'differs' }],
      otherKeys: [],
    })
    expect(toHex(second.files.get(1) as Uint8Array)).toBe(cut)
    await KeyTable.open(parts)
    expect(toHex(second.files.get(1) as Uint8Array)).toBe(toHex(first.files.get(1) as Uint8Array))
  })
})
