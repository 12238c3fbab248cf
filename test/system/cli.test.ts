import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slotFile } from '../../src/adapters/filesystem/slot-paths.ts'
import { lockStore } from '../../src/adapters/sqlite/footage-index-lock.ts'
import { type DataFolder, dataFolder, readConfig, writeConfig } from '../../src/main/data-folder.ts'
import { ActsBench } from '../support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../support/bench-camera.ts'
import { HttpBench } from '../support/http-bench.ts'
import { enterOverHttp, exportOverHttp, unlockOverHttp } from '../support/http-case.ts'
import { runProgram } from '../support/run.ts'

let bench: ActsBench
/** copies of what the bench left, each for one test to damage */
let place: string
let bundle: string
let checkpoint: string
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'tsujiban-cli-'))
  bench = await ActsBench.open({ slots: 6 })
  const camera = await benchCamera(bench, '3', '玄関')
  const recorded = await recordEpoch(bench, camera, { leaves: 6 })
  bundle = await exported(bench, camera, windowOver(recorded, 1, 3))
  checkpoint = join(place, 'checkpoint.txt')
  writeFileSync(checkpoint, bench.parts.ledger.checkpoint()?.note ?? '')
  await bench.leave()
})
afterAll(async () => {
  await bench.close()
  rmSync(place, { recursive: true })
})

async function exported(
  of: ActsBench,
  camera: string,
  window: { from: number; to: number },
): Promise<string> {
  const http = await HttpBench.open(of)
  const [manager, operator] = [
    await http.signIn(of.person('manager')),
    await http.signIn(of.person('operator')),
  ]
  const id = await enterOverHttp(operator, 'provision', [camera], window)
  const body = { outcome: 'approved', reason: '必要' }
  await manager.ask('POST /api/cases/:id/decision', { params: { id }, body })
  await unlockOverHttp(of, operator, of.person('operator'), id)
  const { job, keys } = await exportOverHttp(operator, of.person('operator'), id)
  await operator.ask('POST /api/exports/:id/keys', { params: { id: job.id }, body: keys })
  const { bytes } = await operator.try(`GET /api/exports/${job.id}/bundle`)
  await http.close()
  const path = join(place, 'bundle.zip')
  writeFileSync(path, bytes)
  return path
}

type Json = Readonly<Record<string, unknown>> & { readonly findings?: readonly { readonly code: string }[] }

/** One line of JSON and nothing else. */
async function cli(...args: readonly string[]): Promise<{ exit: number | null; json: Json }> {
  const { exit, out } = await runProgram('src/main/cli.ts', [...args, '--json'], {
    TSUJIBAN_DATA: bench.folder.root,
  })
  expect(out).toMatch(/^[^\n]+\n$/)
  return { exit, json: JSON.parse(out) as Json }
}

/** A copy of the data folder, its anchor beside it. */
async function copied(name: string): Promise<DataFolder> {
  const folder = dataFolder(join(place, name))
  cpSync(bench.folder.root, folder.root, { recursive: true })
  cpSync(bench.config.anchorFolder, `${folder.root}-anchor`, { recursive: true })
  const config = await readConfig(folder)
  if (config !== null) await writeConfig(folder, { ...config, anchorFolder: `${folder.root}-anchor` })
  return folder
}

const codes = (json: Json) => (json.findings ?? []).map(({ code }) => code)

describe('usage', () => {
  test('no command, an unknown one, an unknown option and a wrong number of words end with 2', async () => {
    for (const args of [
      [],
      ['fly'],
      ['ledger'],
      ['fsck', 'everything'],
      ['fsck', '--quickly'],
      ['verify'],
      ['verify', 'a', 'b'],
      ['ledger', 'verify', '--against'],
    ])
      expect((await cli(...args)).exit, args.join(' ')).toBe(2)
  })

  test('help ends with 0 and names every command, in Japanese and in English', async () => {
    const japanese = await runProgram('src/main/cli.ts', ['--help'])
    expect(japanese.exit).toBe(0)
    const english = await runProgram('src/main/cli.ts', ['--help', '--lang', 'en'])
    for (const { out } of [japanese, english])
      expect(out).toMatch(/verify BUNDLE[\s\S]*ledger verify[\s\S]*fsck/)
    expect(japanese.out).toContain('使い方')
    expect(english.out).toContain('usage')
    expect(english.out).not.toMatch(/[ぁ-ん]/)
  })

  test('what fails is told on standard error without --json, and its code with it', async () => {
    const empty = mkdtempSync(join(place, 'empty-'))
    const plain = await runProgram('src/main/cli.ts', ['fsck', '--data', empty])
    expect(plain).toMatchObject({ exit: 1, out: '' })
    expect(plain.err).toContain('disk-missing')
    const { exit, json } = await cli('fsck', '--data', empty)
    expect(exit).toBe(1)
    expect(json).toMatchObject({ error: { code: 'disk-missing' } })
  })
})

describe('fsck', () => {
  test('footage, index and keys that fit end with 0; TSUJIBAN_DATA names the folder', async () => {
    const { exit, json } = await cli('fsck')
    expect(json).toEqual({ ok: true, count: 0, keysChecked: true, findings: [] })
    expect(exit).toBe(0)
    expect((await cli('fsck', '--fast')).exit).toBe(0)
  })

  test('a torn slot is named with its slot and leaf', async () => {
    const folder = await copied('torn')
    const file = slotFile(folder.footage, 0)
    const bytes = readFileSync(file)
    bytes.fill(0, 2 * 4096 + 600, 2 * 4096 + 1000)
    writeFileSync(file, bytes)
    const { exit, json } = await cli('fsck', '--data', folder.root)
    expect(exit).toBe(1)
    expect(json).toMatchObject({ ok: false, findings: [{ code: 'torn-record', slot: 0, leaf: 0 }] })
  })

  test('a slot that was cut short, and one that is missing, are named', async () => {
    const folder = await copied('missing')
    rmSync(slotFile(folder.footage, 3))
    truncateSync(slotFile(folder.footage, 4), 4096)
    const { exit, json } = await cli('fsck', '--fast', '--data', folder.root)
    expect(exit).toBe(1)
    expect(json.findings).toMatchObject([
      { code: 'missing-slot', slot: 3 },
      { code: 'slot-size', slot: 4 },
    ])
  })

  test('a disk of another store in the place of ours is named', async () => {
    const folder = await copied('swapped')
    const other = await ActsBench.open({ slots: 6 })
    cpSync(join(other.folder.footage, 'disk.json'), join(folder.footage, 'disk.json'))
    await other.close()
    const { exit, json } = await cli('fsck', '--data', folder.root)
    expect(exit).toBe(1)
    expect(codes(json)).toContain('swapped-disk')
  })

  test('keys that should be gone, and keys that should be there, are named', async () => {
    const folder = await copied('keys')
    const records = new DatabaseSync(folder.records)
    const { id } = records.prepare('SELECT id FROM epochs').get() as { id: string }
    records.prepare('UPDATE epochs SET erasedAt = 1 WHERE id = ?').run(id)
    const missing = crypto.randomUUID()
    records
      .prepare(
        `INSERT INTO epochs SELECT ?, camera, roleKey, sealedOfficeLock, preparedAt, beganAt, day, NULL FROM epochs WHERE id = ?`,
      )
      .run(missing, id)
    records.close()
    const { exit, json } = await cli('fsck', '--fast', '--data', folder.root)
    expect(exit).toBe(1)
    expect(json.findings).toEqual([
      { code: 'time-lock-missing', subject: missing },
      { code: 'time-lock-left', subject: id },
    ])
  })

  test('while the server runs the key table is left alone, and that is said', async () => {
    const lock = lockStore(bench.folder.root)
    try {
      const { exit, json } = await cli('fsck', '--fast')
      expect(json).toMatchObject({ ok: true, keysChecked: false })
      expect(exit).toBe(0)
    } finally {
      lock.release()
    }
  })

  test('an anchor in the data folder is refused', async () => {
    const folder = await copied('anchored')
    const config = await readConfig(folder)
    if (config === null) throw new Error('no configuration')
    cpSync(config.anchorFolder, join(folder.root, 'anchor'), { recursive: true })
    await writeConfig(folder, { ...config, anchorFolder: join(folder.root, 'anchor') })
    const { exit, json } = await cli('fsck', '--fast', '--data', folder.root)
    expect(exit).toBe(1)
    expect(json).toMatchObject({ error: { code: 'anchor-in-data' } })
  })
})

describe('ledger verify', () => {
  test('a ledger that holds ends with 0, against a checkpoint saved before as well', async () => {
    const { exit, json } = await cli('ledger', 'verify', '--against', checkpoint)
    expect(json).toMatchObject({ ok: true, findings: [] })
    expect(json['size']).toBeGreaterThan(10)
    expect(exit).toBe(0)
  })

  test('an altered entry, a dropped one and another key are named', async () => {
    const folder = await copied('ledger')
    const records = new DatabaseSync(folder.records)
    records.exec(
      `UPDATE ledgerEntries SET record = replace(record, 'designated', 'resignated') WHERE seq = 7`,
    )
    records.exec('DELETE FROM ledgerEntries WHERE seq = 9')
    records.close()
    const { exit, json } = await cli('ledger', 'verify', '--data', folder.root)
    expect(exit).toBe(1)
    expect(json.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'record-altered', seq: 7 }),
        expect.objectContaining({ code: 'entry-missing', seq: 9 }),
      ]),
    )
    const other = await ActsBench.open({ slots: 4 })
    await other.leave()
    const key = join(other.folder.log, 'verifier-key.txt')
    const foreign = await cli('ledger', 'verify', '--key', key)
    await other.close()
    expect(foreign.exit).toBe(1)
  })

  test('a folder without a ledger, and a key file that is none, end with 1 and a code', async () => {
    const empty = mkdtempSync(join(place, 'empty-'))
    expect(await cli('ledger', 'verify', '--data', empty)).toMatchObject({
      exit: 1,
      json: { error: { code: 'ENOENT' } },
    })
    const { exit, json } = await cli('ledger', 'verify', '--key', checkpoint)
    expect(exit).toBe(1)
    expect(json).toHaveProperty('error.code')
  })
})

describe('verify', () => {
  test('a bundle as it was handed over ends with 0, and says what key it was checked with', async () => {
    const { exit, json } = await cli('verify', bundle)
    expect(json).toMatchObject({ ok: true, findings: [], key: { trust: 'own' }, case: '2026-0001' })
    expect(exit).toBe(0)
    const { fingerprint } = json['key'] as { fingerprint: string }
    expect(await cli('verify', bundle, '--trust', fingerprint)).toMatchObject({
      exit: 0,
      json: { key: { trust: 'given' } },
    })
  })

  test('one flipped byte, another key and a file that is none end with 1', async () => {
    const bytes = readFileSync(bundle)
    const at = Math.floor(bytes.length / 3)
    bytes[at] = (bytes[at] as number) ^ 1
    const flipped = join(place, 'flipped.zip')
    writeFileSync(flipped, bytes)
    const altered = await cli('verify', flipped)
    expect(altered.exit).toBe(1)
    expect(codes(altered.json)).not.toEqual([])
    const distrusted = await cli('verify', bundle, '--trust', '00'.repeat(32))
    expect(distrusted.exit).toBe(1)
    expect(codes(distrusted.json)).toEqual(['key-not-trusted'])
    expect((await cli('verify', checkpoint)).exit).toBe(1)
    expect(await cli('verify', join(place, 'nothing.zip'))).toMatchObject({
      exit: 1,
      json: { error: { code: 'ENOENT' } },
    })
  })
})
