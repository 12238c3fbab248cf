import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** Where everything of one installation lies; the anchor alone lies elsewhere. */
export type DataFolder = {
  readonly root: string
  readonly config: string
  readonly draft: string
  /** there while a setup is making what lies here: what a crash left of it may be cleared away, and nothing else */
  readonly unfinished: string
  readonly records: string
  /** two copies of the key table, on two disks where there are two */
  readonly keyTables: readonly [string, string]
  readonly footage: string
  readonly log: string
  readonly https: string
}

/** `TSUJIBAN_DATA`, else a folder of the user's own. */
export function dataRoot(environment: NodeJS.ProcessEnv): string {
  const given = environment['TSUJIBAN_DATA']
  return given === undefined || given === '' ? join(homedir(), 'tsujiban-data') : resolve(given)
}

export function dataFolder(root: string): DataFolder {
  return {
    root,
    config: join(root, 'config.json'),
    draft: join(root, 'setup-draft.json'),
    unfinished: join(root, 'setup-unfinished'),
    records: join(root, 'records.sqlite'),
    keyTables: [join(root, 'vault-a'), join(root, 'vault-b')],
    footage: join(root, 'footage'),
    log: join(root, 'ledger'),
    https: join(root, 'https'),
  }
}

/** Beside the data folder, never in it: what copies the data does not copy the anchor. */
export function defaultAnchorFolder(root: string): string {
  return `${root}-anchor`
}

export function makeRoot(root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 })
}

const config = z.strictObject({
  format: z.literal(1),
  /** names the ledger, the anchor's file and the store in every proof */
  store: z.uuid(),
  pack: z.string(),
  sample: z.boolean(),
  municipality: z.string(),
  department: z.string(),
  anchorFolder: z.string(),
  roleKey: z.uuid(),
  /** the office's own period within what the instrument allows, in days */
  /** the office's own period in days; null: the instrument's */
  retentionDays: z.int().min(1).nullable(),
  /** null: this machine alone */
  https: z.object({ host: z.string(), address: z.string(), port: z.int() }).nullable(),
})
export type Config = z.infer<typeof config>

export class ConfigFault extends Error {
  readonly code = 'config-unreadable'
}

/** null on an empty data folder.
 * @throws ConfigFault */
export async function readConfig(folder: DataFolder): Promise<Config | null> {
  const text = await readFile(folder.config, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  try {
    return config.parse(JSON.parse(text))
  } catch (error) {
    throw new ConfigFault(`${folder.config} is not a configuration of this program`, { cause: error })
  }
}

/** Written last in a setup: its presence is what makes the folder an installation. */
export async function writeConfig(folder: DataFolder, value: Config): Promise<void> {
  await writeWhole(folder.config, `${JSON.stringify(value, null, 2)}\n`)
}

/** Puts a small file in place as a whole, durable when it resolves; of several at once one stays, whole. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${randomUUID()}.new`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
