import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CameraId, type EpochId, type HoldId, toHex, uuidFromBytes } from '../../domain/ids.ts'
import { VaultFault } from '../../vault/fault.ts'
import { KeyTable } from '../../vault/key-table.ts'
import type { TableEntry } from '../../vault/key-table-format.ts'
import { openFileAnchor } from './file-anchor.ts'
import { keyTableFolder } from './key-table-files.ts'
import { CrashingFiles } from './test-support/crashing-files.ts'

const folders = { a: '/none/data/vault-a', b: '/none/data/vault-b', anchor: '/none/anchor' }

async function partsOf(files: CrashingFiles) {
  return {
    copies: [keyTableFolder(folders.a, files), keyTableFolder(folders.b, files)],
    anchor: await openFileAnchor({ folder: folders.anchor, dataFolder: '/none/data', files }),
  }
}

const id = (kind: number, number: number): string =>
  uuidFromBytes(Uint8Array.of(kind, ...new Uint8Array(13), number >> 8, number & 0xff))
const epochId = (number: number) => id(1, number) as EpochId
const holdId = (number: number) => id(2, number) as HoldId

function epochEntry(number: number): TableEntry {
  const secret = new Uint8Array(32).fill(number + 1)
  return { kind: 'epoch', epoch: epochId(number), camera: id(3, 0) as CameraId, secret }
}

/** Numbers of the epochs that the table gives, each with its own secret. */
function epochsOf(table: KeyTable): readonly number[] {
  return table
    .contents()
    .epochs.map((epoch) => {
      const number = Number.parseInt(epoch.slice(-4), 16)
      expect(toHex(table.epoch(epoch)?.timeLock as Uint8Array)).toBe(toHex(epochEntry(number).secret))
      return number
    })
    .sort((a, b) => a - b)
}

async function tableWith(files: CrashingFiles, epochs: readonly number[]): Promise<KeyTable> {
  const table = await KeyTable.create(await partsOf(files))
  for (const number of epochs) await table.append([epochEntry(number)])
  await table.append([{ kind: 'hold', hold: holdId(1), secret: new Uint8Array(32).fill(99) }])
  return table
}

function coinOf(seed: number): (choices: number) => number {
  let state = seed * 2_654_435_761 + 12_345
  return (choices) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (state >> 8) % choices
  }
}

/** How many steps the work takes when nothing goes wrong, from a table with these epochs. */
async function stepsOf(work: (table: KeyTable) => Promise<unknown>): Promise<number> {
  const files = new CrashingFiles()
  const table = await tableWith(files, [1, 2, 3, 4])
  const before = files.steps
  await work(table)
  return files.steps - before
}

const seeds = [1, 2, 3, 4, 5]
const drop = { epochs: [epochId(1), epochId(2)], holds: [] }
const endErasure = (table: KeyTable): Promise<void> => table.rewrite(drop)

describe('a crash at any step of rewriting', () => {
  test('leaves the table as it was or as it was to be, and the erasure can be run again', async () => {
    const steps = await stepsOf(endErasure)
    expect(steps).toBeGreaterThan(20)
    const outcomes = new Set<string>()
    for (let step = 0; step < steps; step++)
      for (const seed of seeds) {
        const files = new CrashingFiles()
        const table = await tableWith(files, [1, 2, 3, 4])
        const key = await (await partsOf(files)).anchor.read(table.table, 1)
        files.goesWrong = { step: files.steps + step, how: 'crash' }
        await expect(endErasure(table)).rejects.toBeInstanceOf(VaultFault)
        files.restart(coinOf(seed))

        const again = await KeyTable.open(await partsOf(files))
        const { anchor, copies } = await partsOf(files)
        expect(await anchor.generations(again.table)).toEqual([again.generation])
        for (const copy of copies) expect(await copy.generations()).toEqual([again.generation])
        const epochs = epochsOf(again)
        outcomes.add(epochs.join())
        expect(['1,2,3,4', '3,4']).toContain(epochs.join())
        expect(toHex(again.hold(holdId(1)) as Uint8Array)).toBe('63'.repeat(32))
        // with the erasure found done, the old key is nowhere any more
        if (again.epoch(epochId(1)) === undefined) expect(files.holds(key)).toBe(false)
        await again.append([epochEntry(5)])
        await endErasure(again)
        expect(epochsOf(again)).toEqual([3, 4, 5])
        expect(files.holds(key)).toBe(false)
        expect(await anchor.generations(again.table)).toEqual([again.generation])
        for (const copy of copies) expect(await copy.generations()).toEqual([again.generation])
      }
    expect(outcomes.size).toBe(2)
  })

  test('a second crash while the first is put in order changes nothing of that', async () => {
    const steps = await stepsOf(endErasure)
    await fc.assert(
      fc.asyncProperty(fc.nat(steps - 1), fc.nat(40), fc.nat(), async (step, second, seed) => {
        const files = new CrashingFiles()
        const table = await tableWith(files, [1, 2, 3, 4])
        const key = await (await partsOf(files)).anchor.read(table.table, 1)
        files.goesWrong = { step: files.steps + step, how: 'crash' }
        await expect(endErasure(table)).rejects.toBeInstanceOf(VaultFault)
        files.restart(coinOf(seed))
        files.goesWrong = { step: files.steps + second, how: 'crash' }
        await KeyTable.open(await partsOf(files)).catch((fault: unknown) => {
          expect(fault).toBeInstanceOf(VaultFault)
        })
        files.restart(coinOf(seed + 1))
        const again = await KeyTable.open(await partsOf(files))
        expect(['1,2,3,4', '3,4']).toContain(epochsOf(again).join())
        if (again.epoch(epochId(1)) === undefined) expect(files.holds(key)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('old copies of the table open with nothing that is left, whenever they were taken', async () => {
    const files = new CrashingFiles()
    const table = await tableWith(files, [1, 2, 3, 4])
    const before = await files.snapshot(folders.a, folders.b)
    await endErasure(table)
    const anchor = await files.snapshot(folders.anchor)

    const copy = new CrashingFiles()
    await copy.restore(before)
    await copy.restore(anchor)
    await expect(KeyTable.open(await partsOf(copy))).rejects.toMatchObject({ code: 'anchor-empty' })

    // the key that is left under the old key's name does not help
    const forged = new CrashingFiles()
    await forged.restore(before)
    for (const [path, bytes] of anchor)
      await forged.restore(new Map([[path.replace('.2.key', '.1.key'), bytes]]))
    await expect(KeyTable.open(await partsOf(forged))).rejects.toMatchObject({ code: 'anchor-broken' })
  })
})

describe('an error at any step of rewriting, the program going on', () => {
  test('is told, or made good on the spot; secrets and table stay usable', async () => {
    const steps = await stepsOf(endErasure)
    for (let step = 0; step < steps; step++) {
      const files = new CrashingFiles()
      const table = await tableWith(files, [1, 2, 3, 4])
      const key = await (await partsOf(files)).anchor.read(table.table, 1)
      files.goesWrong = { step: files.steps + step, how: 'error' }
      const told = await endErasure(table).then(
        () => undefined,
        (fault: unknown) => fault,
      )
      if (told === undefined) {
        expect(epochsOf(table)).toEqual([3, 4])
        expect(files.holds(key)).toBe(false)
      } else {
        expect(told).toBeInstanceOf(VaultFault)
        expect(['1,2,3,4', '3,4']).toContain(epochsOf(table).join())
      }
      await table.append([epochEntry(5)])
      await endErasure(table)
      expect(epochsOf(table)).toEqual([3, 4, 5])
      expect(files.holds(key)).toBe(false)
      await table.close()
      const again = await KeyTable.open(await partsOf(files))
      expect(epochsOf(again)).toEqual([3, 4, 5])
      expect(again.findings).toEqual([])
    }
  })
})

describe('a crash at any step of appending', () => {
  test('keeps all that was acknowledged', async () => {
    const append = (table: KeyTable) =>
      Promise.all([table.append([epochEntry(5), epochEntry(6)]), table.append([epochEntry(7)])])
    const steps = await stepsOf(append)
    const outcomes = new Set<string>()
    for (let step = 0; step < steps; step++)
      for (const seed of seeds) {
        const files = new CrashingFiles()
        const table = await tableWith(files, [1, 2, 3, 4])
        files.goesWrong = { step: files.steps + step, how: 'crash' }
        await expect(append(table)).rejects.toMatchObject({ code: 'key-table-io' })
        files.restart(coinOf(seed))
        const again = await KeyTable.open(await partsOf(files))
        outcomes.add(epochsOf(again).join())
        await again.append([epochEntry(8)])
        await again.close()
        const third = await KeyTable.open(await partsOf(files))
        expect(third.findings).toEqual([])
        expect(epochsOf(third)).toContain(8)
        expect(epochsOf(third)).toEqual(expect.arrayContaining([1, 2, 3, 4]))
      }
    // all of the batch or nothing of it
    expect([...outcomes].sort()).toEqual(['1,2,3,4', '1,2,3,4,5,6,7'])
  })

  test('an error is told, nothing was taken, and the next append stands', async () => {
    const steps = await stepsOf((table) => table.append([epochEntry(5)]))
    for (let step = 0; step < steps; step++) {
      const files = new CrashingFiles()
      const table = await tableWith(files, [1, 2])
      files.goesWrong = { step: files.steps + step, how: 'error' }
      await expect(table.append([epochEntry(5), epochEntry(6)])).rejects.toMatchObject({
        code: 'key-table-io',
      })
      expect(epochsOf(table)).toEqual([1, 2])
      await table.append([epochEntry(7)])
      await table.close()
      const again = await KeyTable.open(await partsOf(files))
      expect(epochsOf(again)).toEqual([1, 2, 7])
    }
  })
})

describe('a crash at any step of making the table', () => {
  test('leaves none, or one that opens', async () => {
    const whole = new CrashingFiles()
    await KeyTable.create(await partsOf(whole))
    for (let step = 0; step < whole.steps; step++)
      for (const seed of seeds) {
        const files = new CrashingFiles()
        files.goesWrong = { step, how: 'crash' }
        await expect(KeyTable.create(await partsOf(files))).rejects.toBeInstanceOf(VaultFault)
        files.restart(coinOf(seed))
        const parts = await partsOf(files)
        const begun = (await Promise.all(parts.copies.map((copy) => copy.generations()))).flat().length > 0
        const table = begun ? await KeyTable.open(parts) : await KeyTable.create(parts)
        await table.append([epochEntry(1)])
        expect(epochsOf(table)).toEqual([1])
      }
  })
})

describe('damage', () => {
  test('any one copy may be damaged anywhere, cut, or gone: the other gives all of it and both are whole again', async () => {
    const files = new CrashingFiles()
    await (await tableWith(files, [1, 2, 3, 4])).close()
    const good = await files.snapshot(folders.a, folders.b, folders.anchor)
    const paths = [...good.keys()].filter((path) => path.includes('vault-'))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(800),
        fc.constantFrom('flip', 'cut', 'gone', 'longer'),
        async (path, place, how) => {
          const bytes = good.get(path)?.slice() as Uint8Array<ArrayBuffer>
          const at = place % bytes.length
          if (how === 'flip') bytes[at] = (bytes[at] ?? 0) ^ 0x10
          const damaged =
            how === 'cut'
              ? bytes.slice(0, at)
              : how === 'longer'
                ? Buffer.concat([bytes, randomBytes(at + 1)])
                : bytes
          const all = new Map<string, Uint8Array>([...good, [path, damaged]])
          if (how === 'gone') all.delete(path)
          const hurt = new CrashingFiles()
          await hurt.restore(all)
          const table = await KeyTable.open(await partsOf(hurt))
          expect(epochsOf(table)).toEqual([1, 2, 3, 4])
          expect(table.findings).toEqual([
            { copy: path.replace(/\/key-table.*/, ''), what: how === 'gone' ? 'missing' : 'differs' },
          ])
          await table.close()
          const [first, second] = [...(await hurt.snapshot(folders.a, folders.b)).values()]
          expect(toHex(first as Uint8Array)).toBe(toHex(second as Uint8Array))
          expect((await KeyTable.open(await partsOf(hurt))).findings).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  test('two copies damaged in different records still give all of it', async () => {
    const files = new CrashingFiles()
    await (await tableWith(files, [1, 2, 3, 4])).close()
    for (const [path, bytes] of await files.snapshot(folders.a, folders.b)) {
      const at = path.includes('vault-a') ? 200 : 400
      bytes[at] = (bytes[at] ?? 0) ^ 1
      await files.write(path, bytes)
    }
    expect(epochsOf(await KeyTable.open(await partsOf(files)))).toEqual([1, 2, 3, 4])
  })

  test('the same record damaged in both, with more behind it, is never passed over', async () => {
    const files = new CrashingFiles()
    await (await tableWith(files, [1, 2, 3, 4])).close()
    for (const [path, bytes] of await files.snapshot(folders.a, folders.b)) {
      bytes[260] = (bytes[260] ?? 0) ^ 1
      await files.write(path, bytes)
    }
    await expect(KeyTable.open(await partsOf(files))).rejects.toMatchObject({ code: 'key-table-broken' })
  })

  test('both gone, copies of two tables, a key that is gone or damaged: each has its name', async () => {
    const files = new CrashingFiles()
    const table = await tableWith(files, [1])
    const good = await files.snapshot(folders.a, folders.b, folders.anchor)
    const other = new CrashingFiles()
    await tableWith(other, [2])
    const foreign = await other.snapshot(folders.b)
    const key = `${folders.anchor}/${table.table}.1.key`
    const bent = good.get(key)?.slice() as Uint8Array<ArrayBuffer>
    bent[40] = (bent[40] ?? 0) ^ 1

    const without = (...names: readonly string[]) =>
      new Map([...good].filter(([path]) => !names.some((name) => path.startsWith(name))))
    const cases: readonly [string, ReadonlyMap<string, Uint8Array>][] = [
      ['key-table-missing', without(folders.a, folders.b)],
      ['key-table-foreign', new Map([...good, ...foreign])],
      ['anchor-empty', without(folders.anchor)],
      ['anchor-broken', new Map([...good, [key, bent]])],
      ['anchor-broken', new Map([...good, [key, bent.subarray(1)]])],
    ]
    for (const [code, state] of cases) {
      const hurt = new CrashingFiles()
      await hurt.restore(state)
      await expect(KeyTable.open(await partsOf(hurt)), code).rejects.toMatchObject({ code })
    }
    await expect(KeyTable.create(await partsOf(files))).rejects.toMatchObject({ code: 'key-table-exists' })
  })
})
