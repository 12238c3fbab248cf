import { maxRecordBytes, sectorBytes } from './record.ts'

const wasmPage = 65_536
const chunkBytes = Math.ceil(maxRecordBytes / wasmPage) * wasmPage

/** Page-aligned memory for one record on its way to the disk. */
export type StagingSlot = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** gives the memory back; call once, when nobody reads it any more */
  readonly release: () => void
}

type Chunk = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** free runs by offset, never adjacent */
  readonly free: { at: number; bytes: number }[]
}

/**
 * `bytes` of memory that begins on a page boundary, which direct I/O demands; WebAssembly memory is the only such memory in JavaScript.
 * Pages cost nothing until they are touched. Where the address space does not suffice it is ordinary memory, and writes fall back to
 * buffered ones.
 */
export function alignedBytes(bytes: number): Uint8Array<ArrayBuffer> {
  const pages = Math.ceil(bytes / wasmPage)
  try {
    return new Uint8Array(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer, 0, bytes)
  } catch (error) {
    if (error instanceof RangeError) return new Uint8Array(bytes)
    throw error
  }
}

/** A bounded store of aligned memory that grows as it is needed; the lowest free run is taken first, so few pages are ever touched. */
export class StagingPool {
  readonly #limit: number
  readonly #chunks: Chunk[] = []

  /** @param limit bytes; at least one record of the largest size always fits */
  constructor(limit: number) {
    this.#limit = Math.max(limit, chunkBytes)
  }

  /** @returns undefined when nothing of this size is free and the limit allows no more */
  take(bytes: number): StagingSlot | undefined {
    const wanted = Math.ceil(bytes / sectorBytes) * sectorBytes
    for (const chunk of this.#chunks) {
      const slot = this.#takeFrom(chunk, wanted)
      if (slot !== undefined) return slot
    }
    if (wanted > chunkBytes || (this.#chunks.length + 1) * chunkBytes > this.#limit) return undefined
    const chunk = { bytes: alignedBytes(chunkBytes), free: [{ at: 0, bytes: chunkBytes }] }
    this.#chunks.push(chunk)
    return this.#takeFrom(chunk, wanted)
  }

  #takeFrom(chunk: Chunk, wanted: number): StagingSlot | undefined {
    const index = chunk.free.findIndex((run) => run.bytes >= wanted)
    const run = chunk.free[index]
    if (run === undefined) return undefined
    const at = run.at
    if (run.bytes === wanted) chunk.free.splice(index, 1)
    else {
      run.at += wanted
      run.bytes -= wanted
    }
    return {
      bytes: chunk.bytes.subarray(at, at + wanted),
      release: () => giveBack(chunk.free, at, wanted),
    }
  }
}

function giveBack(free: { at: number; bytes: number }[], at: number, bytes: number): void {
  let index = free.findIndex((run) => run.at > at)
  if (index < 0) index = free.length
  const before = free[index - 1]
  const after = free[index]
  const joinsBefore = before !== undefined && before.at + before.bytes === at
  const joinsAfter = after !== undefined && at + bytes === after.at
  if (joinsBefore) {
    before.bytes += bytes
    if (joinsAfter) {
      before.bytes += after.bytes
      free.splice(index, 1)
    }
  } else if (joinsAfter) {
    after.at = at
    after.bytes += bytes
  } else free.splice(index, 0, { at, bytes })
}
