import { randomUUID } from 'node:crypto'
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CameraId, type EpochId, toHex } from '../../domain/ids.ts'
import { KeyTable } from '../../vault/key-table.ts'
import { openFileAnchor } from './file-anchor.ts'
import { keyTableFolder } from './key-table-files.ts'

let root: string
let folder: string
let dataFolder: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsujiban-anchor-'))
  folder = join(root, 'anchor')
  dataFolder = join(root, 'data')
  await mkdir(dataFolder)
})

afterEach(async () => {
  await rm(root, { recursive: true })
})

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

describe('openFileAnchor', () => {
  test('keys are files for this user alone, and come back', async () => {
    const table = randomUUID()
    const anchor = await openFileAnchor({ folder, dataFolder })
    expect(anchor.kind).toBe('file')
    expect(await anchor.generations(table)).toEqual([])
    const key = await anchor.create(table, 1)
    await anchor.create(table, 12)
    expect(await modeOf(folder)).toBe(0o700)
    expect(await modeOf(join(folder, `${table}.1.key`))).toBe(0o600)
    const again = await openFileAnchor({ folder, dataFolder })
    expect(await again.generations(table)).toEqual([1, 12])
    expect(toHex(await again.read(table, 1))).toBe(toHex(key))
    await expect(again.create(table, 1)).rejects.toMatchObject({ code: 'anchor-taken' })
    await expect(again.read(table, 2)).rejects.toMatchObject({ code: 'anchor-empty' })
    // another table in the same folder is none of this one's
    expect(await again.generations(randomUUID())).toEqual([])
  })

  test('a destroyed key is written over in its place before its name goes', async () => {
    const table = randomUUID()
    const anchor = await openFileAnchor({ folder, dataFolder })
    const key = await anchor.create(table, 1)
    const witness = join(root, 'witness')
    await link(join(folder, `${table}.1.key`), witness)
    expect((await readFile(witness)).includes(key)).toBe(true)
    await anchor.destroy(table, 1)
    expect(await readdir(folder)).toEqual([])
    const left = await readFile(witness)
    expect(left.length).toBe(96)
    expect(left.includes(key.subarray(0, 8))).toBe(false)
    expect(await anchor.generations(table)).toEqual([])
    await expect(anchor.destroy(table, 1)).rejects.toMatchObject({ code: 'anchor-io' })
  })

  test('refuses a folder in the data folder, by whatever name it is reached', async () => {
    const inData = { code: 'anchor-in-data' }
    await symlink(dataFolder, join(root, 'elsewhere'))
    await symlink(root, join(dataFolder, 'up'))
    for (const wrong of [
      dataFolder,
      join(dataFolder, 'anchor'),
      join(dataFolder, 'not', 'there', 'yet'),
      join(dataFolder, '..x'),
      join(root, 'elsewhere', 'anchor'),
      join(dataFolder, 'up', 'data', 'anchor'),
      join(root, 'other', '..', 'data'),
    ])
      await expect(openFileAnchor({ folder: wrong, dataFolder }), wrong).rejects.toMatchObject(inData)
    await expect(
      openFileAnchor({ folder: join(dataFolder, 'anchor'), dataFolder: join(root, 'elsewhere') }),
    ).rejects.toMatchObject(inData)
    for (const right of [
      folder,
      join(root, 'database'),
      join(dataFolder, '..', 'anchor'),
      join(dataFolder, 'up', 'anchor'),
    ])
      expect((await openFileAnchor({ folder: right, dataFolder })).kind).toBe('file')
  })

  test('refuses a folder that others may read', async () => {
    await mkdir(folder)
    for (const mode of [0o750, 0o705, 0o710]) {
      await chmod(folder, mode)
      await expect(openFileAnchor({ folder, dataFolder })).rejects.toMatchObject({ code: 'anchor-exposed' })
    }
    await chmod(folder, 0o700)
    expect((await openFileAnchor({ folder, dataFolder })).kind).toBe('file')
  })

  test('what a file system refuses has a name', async () => {
    await writeFile(folder, '', { mode: 0o600 })
    const anchor = await openFileAnchor({ folder, dataFolder })
    await expect(anchor.create(randomUUID(), 1)).rejects.toMatchObject({ code: 'anchor-io' })
  })
})

describe('a key table on this file system', () => {
  test('is kept, rewritten and opened again', async () => {
    const folders = [join(dataFolder, 'vault-a'), join(dataFolder, 'vault-b')]
    const open = async () => ({
      copies: folders.map((path) => keyTableFolder(path)),
      anchor: await openFileAnchor({ folder, dataFolder }),
    })
    const table = await KeyTable.create(await open())
    const entries = Array.from({ length: 3 }, (_, i) => ({
      kind: 'epoch' as const,
      epoch: randomUUID() as string as EpochId,
      camera: randomUUID() as string as CameraId,
      secret: new Uint8Array(32).fill(i + 1),
    }))
    await table.append(entries)
    await table.rewrite({ epochs: [entries[0]?.epoch as EpochId], holds: [] })
    await table.append([{ ...(entries[0] as (typeof entries)[0]), epoch: randomUUID() as string as EpochId }])
    await table.close()
    for (const path of folders) {
      expect(await readdir(path)).toEqual(['key-table.2'])
      expect(await modeOf(path)).toBe(0o700)
      expect(await modeOf(join(path, 'key-table.2'))).toBe(0o600)
    }
    const again = await KeyTable.open(await open())
    expect(again.findings).toEqual([])
    expect(again.contents().epochs).toHaveLength(3)
    await again.close()
  })
})
