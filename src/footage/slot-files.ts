/** What a store is, as written once in disk.json and in the index. */
export type StoreIdentity = {
  /** UUID of the disk */
  readonly disk: string
  /** multiple of 4,096 */
  readonly slotBytes: number
  readonly slots: number
}

/**
 * The slots of one disk as plain bytes. Positions and lengths of writes are multiples of 4,096; a position is in no way checked against
 * what lies there. Every method rejects with a FootageFault: `slot-missing` or `disk-error`, with slot and offset.
 */
export interface SlotFiles {
  readonly identity: StoreIdentity
  /** writes all of `bytes`, fastest from page-aligned memory (`StagingPool`); durable after `sync`. `bytes` must not change meanwhile. */
  write(slot: number, position: number, bytes: Uint8Array): Promise<void>
  /** makes every write that was complete when it was called durable */
  sync(slot: number): Promise<void>
  /** reads from `position` until `into` is full or the slot ends; returns the bytes read */
  read(slot: number, position: number, into: Uint8Array): Promise<number>
  /** bytes the slot has, or undefined when it is not there */
  size(slot: number): Promise<number | undefined>
  /** nobody writes to the slot for now: what it binds (a file handle) is given back */
  release(slot: number): Promise<void>
  close(): Promise<void>
}
