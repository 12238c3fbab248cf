import { RecorderFault } from '../fault.ts'
import type { ActiveSets } from '../h264/parameter-sets.ts'
import { TIMESCALE } from '../limits.ts'
import { BoxWriter } from './box.ts'

/** The one track of our files. */
export const TRACK = 1

const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]
/** Profiles whose avcC ends with chroma format and bit depths (ISO/IEC 14496-15 5.3.3.1.2). */
const extendedProfiles = new Set([100, 110, 122, 144, 244])

/** `ftyp` and `moov` of a fragmented file with one `avc1` track (ISO/IEC 14496-12 and -15), without any date. */
export function initSegment(sets: ActiveSets): Buffer {
  const parameterBytes = [...sets.sps, ...sets.pps].reduce((sum, set) => sum + set.length + 2, 0)
  if (sets.info.width > 0xffff || sets.info.height > 0xffff)
    throw new RecorderFault('bad-parameter-set', 'picture too large for a sample entry')
  const writer = new BoxWriter(Buffer.alloc(700 + parameterBytes))
  writer.box('ftyp', () => {
    writer.text('iso6')
    writer.u32(1)
    for (const brand of ['iso6', 'avc1', 'mp41']) writer.text(brand)
  })
  writer.box('moov', () => {
    movieHeader(writer)
    writer.box('trak', () => track(writer, sets))
    writer.box('mvex', () =>
      writer.full('trex', 0, 0, () => {
        writer.u32(TRACK)
        writer.u32(1)
        writer.zeros(12)
      }),
    )
  })
  return writer.bytes.subarray(0, writer.at)
}

function movieHeader(writer: BoxWriter): void {
  writer.full('mvhd', 0, 0, () => {
    writer.zeros(8)
    writer.u32(TIMESCALE)
    writer.u32(0)
    writer.u32(0x10000)
    writer.u16(0x0100)
    writer.zeros(10)
    for (const value of UNITY_MATRIX) writer.u32(value)
    writer.zeros(24)
    writer.u32(TRACK + 1)
  })
}

function track(writer: BoxWriter, sets: ActiveSets): void {
  writer.full('tkhd', 0, 3, () => {
    writer.zeros(8)
    writer.u32(TRACK)
    writer.zeros(24)
    for (const value of UNITY_MATRIX) writer.u32(value)
    writer.u32(sets.info.width * 0x10000)
    writer.u32(sets.info.height * 0x10000)
  })
  writer.box('mdia', () => {
    writer.full('mdhd', 0, 0, () => {
      writer.zeros(8)
      writer.u32(TIMESCALE)
      writer.u32(0)
      writer.u16(0x55c4)
      writer.u16(0)
    })
    writer.full('hdlr', 0, 0, () => {
      writer.u32(0)
      writer.text('vide')
      writer.zeros(12)
      writer.text('camera')
      writer.u8(0)
    })
    writer.box('minf', () => {
      writer.full('vmhd', 0, 1, () => writer.zeros(8))
      writer.box('dinf', () =>
        writer.full('dref', 0, 0, () => {
          writer.u32(1)
          writer.full('url ', 0, 1, () => {})
        }),
      )
      writer.box('stbl', () => {
        writer.full('stsd', 0, 0, () => {
          writer.u32(1)
          writer.box('avc1', () => sampleEntry(writer, sets))
        })
        for (const type of ['stts', 'stsc', 'stco']) writer.full(type, 0, 0, () => writer.u32(0))
        writer.full('stsz', 0, 0, () => writer.zeros(8))
      })
    })
  })
}

function sampleEntry(writer: BoxWriter, sets: ActiveSets): void {
  const { info } = sets
  writer.zeros(6)
  writer.u16(1)
  writer.zeros(16)
  writer.u16(info.width)
  writer.u16(info.height)
  writer.u32(0x480000)
  writer.u32(0x480000)
  writer.u32(0)
  writer.u16(1)
  writer.zeros(32)
  writer.u16(0x18)
  writer.u16(0xffff)
  writer.box('avcC', () => {
    writer.u8(1)
    writer.u8(info.profile)
    writer.u8(info.compatibility)
    writer.u8(info.level)
    writer.u8(0xff)
    writer.u8(0xe0 | sets.sps.length)
    for (const set of sets.sps) parameterSet(writer, set)
    writer.u8(sets.pps.length)
    for (const set of sets.pps) parameterSet(writer, set)
    if (extendedProfiles.has(info.profile)) {
      writer.u8(0xfc | info.chromaFormat)
      writer.u8(0xf8 | (info.bitDepthLuma - 8))
      writer.u8(0xf8 | (info.bitDepthChroma - 8))
      writer.u8(0)
    }
  })
}

function parameterSet(writer: BoxWriter, set: Buffer): void {
  writer.u16(set.length)
  writer.copy(set)
}
