import { DatabaseSync } from 'node:sqlite'
import type { CameraId, EpochId, Instant, RoleKeyId } from '../../src/domain/ids.ts'
import { LeafOpener } from '../../src/footage/leaf-opener.ts'
import type { LeafRow } from '../../src/footage/ports.ts'
import { recordsOf } from '../../src/footage/record-stream.ts'
import { type DataFolder, readConfig } from '../../src/main/data-folder.ts'
import { readFootage } from '../../src/main/footage-files.ts'
import { keyTableParts } from '../../src/main/installation.ts'
import { deriveClipKey } from '../../src/vault/clip-key.ts'
import { KeyTable } from '../../src/vault/key-table.ts'
import { openOfficeLock } from '../../src/vault/office-lock.ts'
import { leavesOf } from '../../src/vault/ratchet.ts'
import { nalsOfSample, readFrameMark } from '../../tools/virtual-camera/frame-mark.ts'

export type Recorded = {
  /** counters of all frames, in the order in which they were recorded */
  readonly counters: readonly number[]
  readonly epochs: readonly EpochId[]
  /** when the last frame ends */
  readonly last: Instant
}

/**
 * Everything a virtual camera's recording holds, from a data folder whose program has ended. Both locks are at hand here: the key table with
 * its anchor, and the role key.
 */
export async function openRecording(
  folder: DataFolder,
  camera: string,
  roleKey: CryptoKeyPair,
): Promise<Recorded> {
  const config = await readConfig(folder)
  if (config === null) throw new Error(`${folder.root} is no installation`)
  const table = await KeyTable.open(await keyTableParts(folder, config.anchorFolder))
  const records = new DatabaseSync(folder.records, { readOnly: true })
  const footage = await readFootage(folder.footage)
  try {
    const window = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant }
    const leaves = await footage.reader.leavesBetween(camera as CameraId, window)
    const counters: number[] = []
    for (const leaf of leaves) {
      const opener = new LeafOpener(await keyOf(table, records, roleKey, leaf))
      for (const record of recordsOf(await footage.reader.readLeaf(leaf)))
        counters.push(...countersIn(await opener.open(record)))
    }
    const epochs = [...new Set(leaves.map(({ epoch }) => epoch))]
    return { counters, epochs, last: leaves.at(-1)?.last ?? (0 as Instant) }
  } finally {
    await footage.close()
    records.close()
    await table.close()
  }
}

async function keyOf(
  table: KeyTable,
  records: DatabaseSync,
  roleKey: CryptoKeyPair,
  { camera, epoch, leaf }: LeafRow,
) {
  const timeLock = table.epoch(epoch)?.timeLock
  const row = records.prepare('SELECT roleKey, sealedOfficeLock FROM epochs WHERE id = ?').get(epoch) as
    | { roleKey: string; sealedOfficeLock: Uint8Array }
    | undefined
  if (timeLock === undefined || row === undefined) throw new Error(`epoch ${epoch} has not both locks`)
  const of = { epoch, camera, roleKey: row.roleKey as RoleKeyId }
  const officeLock = await openOfficeLock(roleKey, row.sealedOfficeLock, of)
  const [leaf1, leaf2] = [timeLock, officeLock].map((lock) => leavesOf(lock, leaf, leaf)[0])
  if (leaf1 === undefined || leaf2 === undefined) throw new Error(`no leaf ${leaf}`)
  return deriveClipKey(leaf1, leaf2, { camera, epoch, leaf })
}

/** Frame counters of a fragment `[ftyp moov] moof mdat`: its NAL units lie one after another in the `mdat`. */
function countersIn(plaintext: Uint8Array): readonly number[] {
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  let at = 0
  while (new TextDecoder().decode(plaintext.subarray(at + 4, at + 8)) !== 'mdat') at += view.getUint32(at)
  return nalsOfSample(plaintext.subarray(at + 8)).flatMap((nal) => readFrameMark([nal])?.counter ?? [])
}

/** Numbers that are missing between the first and the last. */
export function missing(counters: readonly number[]): readonly number[] {
  const there = new Set(counters)
  const [first, last] = [counters[0] ?? 0, counters.at(-1) ?? 0]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((n) => !there.has(n))
}
