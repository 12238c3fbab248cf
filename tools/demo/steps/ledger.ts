import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { folderLogFiles } from '../../../src/adapters/filesystem/log-files.ts'
import { sqliteLedgerReader, sqliteLedgerRecords } from '../../../src/adapters/sqlite/ledger-records.ts'
import { Ledger } from '../../../src/ledger/ledger.ts'
import { dataFolder, readConfig } from '../../../src/main/data-folder.ts'
import { keyTableParts, ledgerName } from '../../../src/main/installation.ts'
import { systemClock } from '../../../src/main/system-clock.ts'
import { Vault } from '../../../src/vault/vault.ts'
import { hold, type Step } from '../step.ts'
import { clearFolder, type World } from '../world.ts'

/** (h) the ledger holds; an altered bit, a dropped entry and a tree rebuilt without it are found. */
export const ledgerHolds: Step = {
  step: 'h-ledger',
  run: async (story) => {
    const { world } = story
    const whole = await world.cli('ledger', 'verify')
    hold(whole.exit === 0, `the ledger: ${JSON.stringify(whole.json)}`)
    const { checkpoint } = await story.manager.client.ask('GET /api/ledger', { query: { limit: 1 } })
    hold(checkpoint !== null, 'there is no checkpoint')
    story.savedCheckpoint = join(world.aside, 'checkpoint.txt')
    writeFileSync(story.savedCheckpoint, checkpoint.text)
    const victim = Math.floor(checkpoint.size / 2)

    const flipped = await alteredCopy(world, 'flipped', async (root) => {
      const database = new DatabaseSync(dataFolder(root).records)
      const { record } = database.prepare('SELECT record FROM ledgerEntries WHERE seq = ?').get(victim) as {
        record: string
      }
      const bytes = Buffer.from(record, 'utf8')
      bytes[20] = (bytes[20] as number) ^ 1
      database
        .prepare('UPDATE ledgerEntries SET record = ? WHERE seq = ?')
        .run(bytes.toString('utf8'), victim)
      database.close()
    })
    hold(names(flipped.json, 'record-altered', victim), `a flipped bit: ${JSON.stringify(flipped.json)}`)

    const dropped = await alteredCopy(world, 'dropped', async (root) => {
      const database = new DatabaseSync(dataFolder(root).records)
      database.prepare('DELETE FROM ledgerEntries WHERE seq = ?').run(victim)
      database.close()
    })
    hold(names(dropped.json, 'entry-missing', victim), `a dropped entry: ${JSON.stringify(dropped.json)}`)

    const rebuilt = await alteredCopy(world, 'rebuilt', (root) => rebuildWithout(root, world.anchor, victim))
    hold(rebuilt.exit === 0, `the forger's tree does not even fit itself: ${JSON.stringify(rebuilt.json)}`)
    const against = await verifyCopy(world, 'rebuilt', '--against', story.savedCheckpoint)
    const codes = (against.json['findings'] as { code: string }[]).map(({ code }) => code)
    hold(codes.includes('saved-inconsistent'), `a rebuilt tree: ${codes.join()}`)
    return {
      entries: checkpoint.size,
      victim,
      flippedBit: 'record-altered',
      droppedEntry: 'entry-missing',
      rebuiltTree: codes,
    }
  },
}

function names(json: Readonly<Record<string, unknown>>, code: string, seq: number): boolean {
  const findings = json['findings'] as { code: string; seq?: number }[]
  return findings.some((finding) => finding.code === code && finding.seq === seq)
}

async function alteredCopy(world: World, name: string, alter: (root: string) => Promise<void>) {
  const root = join(world.aside, name)
  const [from, to] = [world.folder, dataFolder(root)]
  cpSync(from.config, to.config)
  cpSync(from.log, to.log, { recursive: true })
  for (const [index, folder] of from.keyTables.entries()) {
    cpSync(folder, to.keyTables[index] as string, { recursive: true })
  }
  const live = new DatabaseSync(from.records, { readOnly: true })
  await backup(live, to.records)
  live.close()
  await alter(root)
  return verifyCopy(world, name)
}

function verifyCopy(world: World, name: string, ...args: readonly string[]) {
  return world.cli('ledger', 'verify', '--data', join(world.aside, name), ...args)
}

/** What somebody who holds the machine and its signing key could do: the same ledger without one entry, signed anew. */
async function rebuildWithout(root: string, anchor: string, victim: number): Promise<void> {
  const folder = dataFolder(root)
  const copiedAnchor = `${root}-anchor`
  cpSync(anchor, copiedAnchor, { recursive: true })
  const config = await readConfig(folder)
  const vault = await Vault.open({
    ...(await keyTableParts(folder, copiedAnchor)),
    clock: systemClock,
    verifyLogged: async () => false,
  })
  const own = vault.ledgerSigner()
  const database = new DatabaseSync(folder.records)
  const rows = [...sqliteLedgerReader(database).rows(0, Number.MAX_SAFE_INTEGER)]
  database.exec('DELETE FROM ledgerEntries; DELETE FROM ledgerFrontier')
  clearFolder(join(folder.log, 'tile'))
  clearFolder(join(folder.log, 'checkpoint'))
  const key = { name: ledgerName(config?.store ?? ''), publicKey: own.publicKey }
  let at = systemClock.now()
  const ledger = new Ledger({
    records: sqliteLedgerRecords(database),
    committed: sqliteLedgerReader(database),
    files: folderLogFiles(folder.log),
    signer: { ...key, sign: (bytes) => own.sign(bytes) },
    clock: { now: () => at, monotonic: () => 0 },
    random: () => crypto.getRandomValues(new Uint8Array(32)),
  })
  database.exec('BEGIN')
  for (const { seq, record } of rows) {
    if (seq === victim) continue
    const entry = JSON.parse(record)
    at = entry.at
    ledger.append(entry)
  }
  // as long as the true one, so that its length gives nothing away
  const last = rows.at(-1)
  if (last !== undefined) ledger.append(JSON.parse(last.record))
  database.exec('COMMIT')
  await ledger.publish()
  database.close()
  await vault.close()
}
