import { randomBytes, randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { ClockWatch } from '../acts/clock-watch.ts'
import type { Context } from '../acts/context.ts'
import { withOfficeValues } from '../acts/set-office-value.ts'
import { clockDoubt } from '../acts/trust-clock.ts'
import { openFileAnchor } from '../adapters/filesystem/file-anchor.ts'
import { keyTableFolder } from '../adapters/filesystem/key-table-files.ts'
import { folderLogFiles } from '../adapters/filesystem/log-files.ts'
import { sqliteLedgerReader, sqliteLedgerRecords } from '../adapters/sqlite/ledger-records.ts'
import { openRecordsDatabase, SqliteRecords } from '../adapters/sqlite/records.ts'
import type { Clock } from '../domain/clock.ts'
import type { Instant } from '../domain/ids.ts'
import type { Pack } from '../domain/pack/rules.ts'
import type { FootageStore } from '../footage/ports.ts'
import type { CheckpointSigner } from '../ledger/checkpoint.ts'
import { checkInclusion, type InclusionEvidence, Ledger } from '../ledger/ledger.ts'
import type { NoteKey } from '../ledger/note.ts'
import { verifyLedger } from '../ledger/verify.ts'
import type { KeyTableParts } from '../vault/key-table.ts'
import type { VerifyLogged } from '../vault/ports.ts'
import { Vault } from '../vault/vault.ts'
import { type Config, type DataFolder } from './data-folder.ts'

/** Everything of an installation that lies in its data folder, opened, but for the footage. */
export type OpenParts = {
  readonly context: Context
  readonly ledger: Ledger
  readonly signer: CheckpointSigner
  checkLedger(saved: string): ReturnType<typeof verifyLedger>
  close(): Promise<void>
}

export type OpenInput = {
  readonly folder: DataFolder
  readonly config: Pick<Config, 'store' | 'anchorFolder'>
  readonly pack: Pack
  readonly clock: Clock
  readonly footage: FootageStore
  /** whether the machine's clock is kept by time synchronisation now */
  readonly synced: () => boolean
}

export async function keyTableParts(folder: DataFolder, anchorFolder: string): Promise<KeyTableParts> {
  return {
    copies: folder.keyTables.map((path) => keyTableFolder(path)),
    anchor: await openFileAnchor({ folder: anchorFolder, dataFolder: folder.root }),
  }
}

/** Name of the ledger in its notes. */
export function ledgerName(store: string): string {
  return `tsujiban/${store}`
}

export async function openParts(input: OpenInput): Promise<OpenParts> {
  const { folder, config, pack, clock, footage, synced } = input
  let key: NoteKey | undefined
  const vault = await Vault.open({
    ...(await keyTableParts(folder, config.anchorFolder)),
    clock,
    verifyLogged: loggedUnder(() => key),
  })
  try {
    const own = vault.ledgerSigner()
    const signer: CheckpointSigner = {
      name: ledgerName(config.store),
      publicKey: own.publicKey,
      sign: (bytes) => own.sign(bytes),
    }
    key = signer
    const database = openRecordsDatabase(folder.records)
    // what is committed is read beside the connection that transactions run on
    const reading = new DatabaseSync(folder.records, { readOnly: true })
    const committed = sqliteLedgerReader(reading)
    const files = folderLogFiles(folder.log)
    const random = (): Uint8Array<ArrayBuffer> => Uint8Array.from(randomBytes(32))
    const ledger = new Ledger({
      records: sqliteLedgerRecords(database),
      committed,
      files,
      signer,
      clock,
      random,
    })
    const records = new SqliteRecords(database, ledger, () => clockWatch.entered())
    const doubt = await clockDoubt({ records })
    const clockWatch = new ClockWatch(clock, latestEntry(ledger), synced, doubt?.against ?? null)
    await ledger.publish()
    let rules = await withOfficeValues(records, pack)
    return {
      ledger,
      signer,
      context: {
        records,
        get pack() {
          return rules
        },
        usePack: (next) => {
          rules = next
        },
        clock,
        clockWatch,
        vault,
        footage,
        newId: randomUUID,
        random,
      },
      checkLedger: (saved) =>
        verifyLedger({
          records: committed,
          files,
          key: signer,
          ...(saved.trim() === '' ? {} : { saved }),
          limit: 50,
        }),
      close: async () => {
        await records.close()
        reading.close()
        await vault.close()
      },
    }
  } catch (error) {
    await vault.close()
    throw error
  }
}

/** Entries looked through for the latest time: a clock that went back wrote the last ones with earlier times. */
const lookedThrough = 2000

function latestEntry(ledger: Ledger): Instant | null {
  const newest = ledger.entries(ledger.size(), lookedThrough)
  // what came before a confirmation was in doubt, or is earlier than it
  const confirmed = newest.findIndex(({ kind }) => kind === 'clock-confirmed')
  const times = (confirmed === -1 ? newest : newest.slice(0, confirmed + 1)).map(({ at }) => at)
  return times.length === 0 ? null : (Math.max(...times) as Instant)
}

/** The vault's question: does this proof show the entry of this instruction under our signature? */
function loggedUnder(key: () => NoteKey | undefined): VerifyLogged {
  return async (proof, wanted) => {
    const own = key()
    if (own === undefined) return false
    const check = checkInclusion(proof as InclusionEvidence, own)
    if (check.kind !== 'included' || check.entry.kind !== 'instructed') return false
    return check.entry.refs.instruction === wanted.instruction && check.entry.body.sha256 === wanted.sha256
  }
}
