import { BoxWriter } from './box.ts'
import { TRACK } from './init.ts'

/** Sizes and durations of the samples of one fragment, allocated once. */
export type SampleTable = {
  count: number
  /** bytes */
  readonly sizes: Uint32Array
  /** ticks */
  readonly durations: Uint32Array
}

export type FragmentHead = {
  /** counts fragments from 1 (mfhd) */
  readonly sequence: number
  /** tfdt, ticks */
  readonly mediaStart: number
  /** true when the first sample is a key frame; no other ever is */
  readonly key: boolean
}

/** sample_flags of ISO/IEC 14496-12 8.8.3.1: depends on nothing; and: depends on others, is no sync sample */
const KEY_SAMPLE = 0x02000000
const OTHER_SAMPLE = 0x01010000

const MOOF_FIXED = 8 + 16 + 8 + 20 + 20 + 20
const MDAT_HEADER = 8

/** Bytes of `moof` and the header of `mdat` for a fragment of so many samples. */
export function fragmentHeadBytes(samples: number, key: boolean): number {
  return MOOF_FIXED + (key ? 4 : 0) + samples * 8 + MDAT_HEADER
}

/**
 * Writes `moof` and the header of `mdat` (ISO/IEC 14496-12 8.8) so that they end where the samples' `dataBytes` begin.
 * @returns where they begin
 */
export function writeFragmentHead(
  bytes: Buffer,
  dataStart: number,
  dataBytes: number,
  head: FragmentHead,
  samples: SampleTable,
): number {
  const headBytes = fragmentHeadBytes(samples.count, head.key)
  const start = dataStart - headBytes
  const writer = new BoxWriter(bytes, start)
  writer.box('moof', () => {
    writer.full('mfhd', 0, 0, () => writer.u32(head.sequence))
    writer.box('traf', () => {
      // default-base-is-moof, default-sample-flags-present
      writer.full('tfhd', 0, 0x020020, () => {
        writer.u32(TRACK)
        writer.u32(OTHER_SAMPLE)
      })
      writer.full('tfdt', 1, 0, () => writer.u64(head.mediaStart))
      // data-offset, (first-sample-flags), sample-duration, sample-size
      writer.full('trun', 0, head.key ? 0x000305 : 0x000301, () => {
        writer.u32(samples.count)
        writer.u32(headBytes)
        if (head.key) writer.u32(KEY_SAMPLE)
        for (let i = 0; i < samples.count; i++) {
          writer.u32(samples.durations[i] ?? 0)
          writer.u32(samples.sizes[i] ?? 0)
        }
      })
    })
  })
  writer.u32(dataBytes + MDAT_HEADER)
  writer.text('mdat')
  return start
}
