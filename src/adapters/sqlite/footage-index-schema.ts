import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { FootageFault } from '../../footage/fault.ts'
import type { StoreIdentity } from '../../footage/slot-files.ts'

/** `TJIX`, so that tools can tell the file */
const applicationId = 0x544a4958

/** States of `slot.state`. */
export const slotState = { free: 0, open: 1, closed: 2 } as const
/** Kinds of `slot.kind`, as in the slot header. */
export const slotKind = { recording: 1, held: 2 } as const

/** Step n brings a database from `user_version` n to n + 1; a step that was released is never changed. */
const migrations: readonly string[] = [
  `
  -- one row: what the store is, and its only counter
  CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    disk TEXT NOT NULL,
    slot_bytes INTEGER NOT NULL,
    slots INTEGER NOT NULL,
    next_generation INTEGER NOT NULL,
    clean INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE camera (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    longest INTEGER NOT NULL DEFAULT 0,  -- longest leaf ever, ms: how far before a window a leaf may begin that touches it
    recorded_to INTEGER,
    accounted_to INTEGER
  ) STRICT;

  CREATE TABLE epoch (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    camera INTEGER NOT NULL REFERENCES camera,
    day INTEGER NOT NULL,                -- YYYYMMDD
    erased_at INTEGER                    -- recycled; the row stays while a slot or a held copy needs it
  ) STRICT;
  CREATE INDEX epoch_erased ON epoch (erased_at) WHERE erased_at IS NOT NULL;

  CREATE TABLE slot (
    slot INTEGER PRIMARY KEY,
    state INTEGER NOT NULL,              -- 0 free, 1 open, 2 closed
    kind INTEGER,                        -- 1 recording, 2 held
    generation INTEGER,
    camera INTEGER REFERENCES camera,
    day INTEGER,
    used INTEGER NOT NULL,               -- end of the last durable, indexed record
    reach INTEGER NOT NULL,              -- no byte from here on was written in this use
    freed_at INTEGER
  ) STRICT;
  CREATE INDEX slot_free ON slot (freed_at, slot) WHERE state = 0;
  CREATE INDEX slot_open ON slot (state) WHERE state = 1;
  CREATE INDEX slot_used ON slot (kind) WHERE state <> 0;

  -- one row per leaf; the first of its parts stands in the row, others in part
  CREATE TABLE leaf (
    epoch INTEGER NOT NULL REFERENCES epoch,
    leaf INTEGER NOT NULL,
    camera INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    missing INTEGER NOT NULL,            -- ms of holes between first and last
    fragments INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    PRIMARY KEY (epoch, leaf)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX leaf_time ON leaf (camera, first);
  CREATE INDEX leaf_open ON leaf (closed) WHERE closed = 0;

  CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    ends_on INTEGER NOT NULL             -- YYYYMMDD
  ) STRICT;

  CREATE TABLE held (
    hold INTEGER NOT NULL REFERENCES hold,
    epoch INTEGER NOT NULL REFERENCES epoch,
    leaf INTEGER NOT NULL,
    camera INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    fragments INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    PRIMARY KEY (hold, epoch, leaf)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX held_leaf ON held (epoch, leaf);
  CREATE INDEX held_time ON held (camera, first);

  -- parts after the first, numbered from 1; hold 0 is the recording
  CREATE TABLE part (
    hold INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    part INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (hold, epoch, leaf, part)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX part_slot ON part (slot);

  -- whose bytes a slot in use holds
  CREATE TABLE slot_epoch (
    slot INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    PRIMARY KEY (slot, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX slot_epoch_epoch ON slot_epoch (epoch);
  CREATE TABLE slot_hold (
    slot INTEGER NOT NULL,
    hold INTEGER NOT NULL,
    PRIMARY KEY (slot, hold)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX slot_hold_hold ON slot_hold (hold);

  -- former uses of slots, until overwritten and acknowledged; told 0: bytes that no leaf ever named
  CREATE TABLE former (
    generation INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL,
    extent INTEGER NOT NULL,
    freed_at INTEGER NOT NULL,
    told INTEGER NOT NULL,
    overwritten_at INTEGER
  ) STRICT;
  CREATE INDEX former_slot ON former (slot) WHERE overwritten_at IS NULL;
  CREATE INDEX former_overwritten ON former (generation) WHERE overwritten_at IS NOT NULL;

  CREATE TABLE hour (
    camera INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    sealed INTEGER NOT NULL,
    held INTEGER NOT NULL,
    erased INTEGER NOT NULL,
    gap INTEGER NOT NULL,
    PRIMARY KEY (camera, hour)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gap (
    camera INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    cause TEXT NOT NULL,
    detail TEXT NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (camera, start)
  ) STRICT, WITHOUT ROWID;
  `,
]

/**
 * Makes the index of a new store.
 * @throws FootageFault `store-exists` when the file is there
 */
export function createFootageIndex(file: string, identity: StoreIdentity): void {
  if (existsSync(file)) throw new FootageFault('store-exists', `${file} is there already`)
  const db = new DatabaseSync(file)
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA application_id = ${applicationId}`)
    db.exec('BEGIN IMMEDIATE')
    migrate(db)
    const { disk, slotBytes, slots } = identity
    db.prepare('INSERT INTO store VALUES (1, ?, ?, ?, 1, 1)').run(disk, slotBytes, slots)
    const slot = db.prepare('INSERT INTO slot (slot, state, used, reach) VALUES (?, 0, 0, 0)')
    for (let number = 0; number < slots; number++) slot.run(number)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

function migrate(db: DatabaseSync): void {
  const version = userVersion(db)
  for (const step of migrations.slice(version)) db.exec(step)
  db.exec(`PRAGMA user_version = ${migrations.length}`)
}

function userVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}

/**
 * Opens the database of an index. For writing it is brought to the program's version first.
 * @throws FootageFault `index-missing`, `index-version`, `index-damaged`
 */
export function openIndexDatabase(file: string, mode: 'read' | 'write'): DatabaseSync {
  if (!existsSync(file)) throw new FootageFault('index-missing', `${file} is not there`)
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly: mode === 'read', timeout: 10_000 })
    if (Number(db.prepare('PRAGMA application_id').get()?.['application_id']) !== applicationId)
      throw new FootageFault('index-damaged', `${file} is not the index of a footage store`)
    checkVersion(db, file, mode)
    if (mode === 'write') {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
      db.exec('BEGIN IMMEDIATE')
      migrate(db)
      db.exec('COMMIT')
    }
    return db
  } catch (error) {
    db?.close()
    if (error instanceof FootageFault) throw error
    throw new FootageFault('index-damaged', error instanceof Error ? error.message : String(error), {
      cause: error,
    })
  }
}

function checkVersion(db: DatabaseSync, file: string, mode: 'read' | 'write'): void {
  const version = userVersion(db)
  if (version > migrations.length || (mode === 'read' && version < migrations.length))
    throw new FootageFault(
      'index-version',
      `${file} has version ${version}, this program reads version ${migrations.length}`,
    )
}
