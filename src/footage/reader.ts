import type { CameraId, Window } from '../domain/ids.ts'
import { FootageFault, faultAt } from './fault.ts'
import type { FootageIndexReader } from './footage-index.ts'
import type {
  CoverageHour,
  FootageReader,
  GapRow,
  LeafPart,
  LeafRef,
  LeafRow,
  StoreCapacity,
} from './ports.ts'
import { provedRecordAt } from './record-check.ts'
import type { SlotFiles } from './slot-files.ts'

/** Reads footage by the index, in any process; the owner of the store may write meanwhile. */
export function footageReader(files: SlotFiles, index: FootageIndexReader): FootageReader {
  return {
    leavesBetween: async (camera, window) => index.leavesBetween(camera, window),
    leafRow: async (leaf) => index.leaf(leaf),
    readLeaf: (leaf) => readLeaf(files, index, leaf),
    coverage: async (cameras: readonly CameraId[], window: Window): Promise<readonly CoverageHour[]> =>
      index.coverage(cameras, window),
    gaps: async (camera, window): Promise<readonly GapRow[]> => index.gaps(camera, window),
    capacity: async (): Promise<StoreCapacity> => index.capacity(),
  }
}

async function readLeaf(
  files: SlotFiles,
  index: FootageIndexReader,
  leaf: LeafRef,
): Promise<Uint8Array<ArrayBuffer>> {
  const row = known(index, leaf)
  try {
    return await readRow(files, row)
  } catch (error) {
    // recycled between the two steps: there may be a held copy, and if not, the leaf is gone rather than damaged
    const now = known(index, leaf)
    if (sameParts(now.parts, row.parts)) throw error
    return readRow(files, now)
  }
}

function known(index: FootageIndexReader, leaf: LeafRef): LeafRow {
  const row = index.leaf(leaf)
  if (row === undefined) throw new FootageFault('leaf-unknown', 'no such leaf', { ...leaf })
  return row
}

function sameParts(a: readonly LeafPart[], b: readonly LeafPart[]): boolean {
  return a.length <= b.length && a.every((part, i) => part.generation === b[i]?.generation)
}

async function readRow(files: SlotFiles, row: LeafRow): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Uint8Array(row.parts.reduce((sum, part) => sum + part.bytes, 0))
  let at = 0
  for (const part of row.parts) {
    const bytes = out.subarray(at, at + part.bytes)
    const read = await files.read(part.slot, part.offset, bytes)
    prove(bytes.subarray(0, read), part, row)
    at += part.bytes
  }
  return out
}

/** Every record intact, of this leaf, and the last one ending where the part ends. */
function prove(bytes: Uint8Array<ArrayBuffer>, part: LeafPart, row: LeafRow): void {
  const { camera, epoch, leaf } = row
  for (let at = 0; at < part.bytes; ) {
    try {
      const { header, bytes: length } = provedRecordAt(bytes, at, part.generation)
      if (header.camera !== camera || header.epoch !== epoch || header.leaf !== leaf)
        throw new FootageFault('record-damaged', `a record of leaf ${header.leaf} of epoch ${header.epoch}`)
      at += length
    } catch (error) {
      const place = { slot: part.slot, offset: part.offset + at, camera, epoch, leaf }
      throw faultAt(error, 'record-damaged', place)
    }
  }
}
