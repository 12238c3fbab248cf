import { type CameraId, type EpochId, type Instant, uuidFromBytes, uuidToBytes } from '../domain/ids.ts'
import { FootageFault } from './fault.ts'

/** Everything on disk begins on a multiple of this and is padded to it. */
export const sectorBytes = 4096
export const recordHeaderBytes = 144
export const tagBytes = 16
/** generation (8) and SHA-256 (32) */
export const trailerBytes = 40
/** 1 s at 64 Mbps; no record says more, so a scan knows how far it must read */
export const maxPlaintextBytes = 8 * 1024 * 1024

/** a record lasts no longer than a clock hour: no wall clock jump hides in one */
const maxWallMs = 3_600_000

const magic = 0x544a4631 // TJF1
const kindFragment = 1
const flagInit = 1
const flagKeyFrame = 2
const flagWallSynced = 4
const commitmentBytes = 32

/** The header of a record (docs/ref/footage-format.md); its 144 bytes are the associated data of the seal. */
export type RecordHeader = {
  readonly startsWithInit: boolean
  readonly startsWithKeyFrame: boolean
  readonly wallSynced: boolean
  readonly plaintextBytes: number
  readonly frames: number
  readonly camera: CameraId
  readonly epoch: EpochId
  readonly leaf: number
  /** counter within the leaf, from 0; the nonce */
  readonly fragment: number
  /** counter within the epoch, from 0 */
  readonly sequence: number
  /** wall time of the first frame */
  readonly wallStart: Instant
  /** wall time at which the last frame ends */
  readonly wallEnd: Instant
  /** monotonic arrival of the first frame, microseconds */
  readonly monotonicStart: number
  /** ticks of `timescale` since the epoch's first frame */
  readonly mediaStart: number
  readonly mediaDuration: number
  readonly timescale: number
  /** key commitment of the leaf, 32 bytes */
  readonly commitment: Uint8Array
}

/** Header, ciphertext, tag and trailer, without the zeros that fill up to a sector. */
export function recordContentBytes(plaintextBytes: number): number {
  return recordHeaderBytes + plaintextBytes + tagBytes + trailerBytes
}

/** What a record takes on disk: a multiple of 4,096. */
export function recordBytes(plaintextBytes: number): number {
  return Math.ceil(recordContentBytes(plaintextBytes) / sectorBytes) * sectorBytes
}

export const maxRecordBytes = recordBytes(maxPlaintextBytes)

/** Whether a record may begin here; tells nothing about its being intact. */
export function looksLikeRecord(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x54 && bytes[at + 1] === 0x4a && bytes[at + 2] === 0x46 && bytes[at + 3] === 0x31 // TJF1
  )
}

function u32(value: number, field: string): number {
  const whole = Math.floor(value)
  if (!(whole >= 0 && whole <= 0xffff_ffff))
    throw new FootageFault('fragment-invalid', `${field} ${value} is not a 32-bit number`)
  return whole
}

function setU64(view: DataView, at: number, value: number, field: string): void {
  const whole = Math.floor(value)
  if (!(whole >= 0 && whole <= Number.MAX_SAFE_INTEGER))
    throw new FootageFault('fragment-invalid', `${field} ${value} is not a positive whole number below 2^53`)
  view.setUint32(at, Math.floor(whole / 0x1_0000_0000))
  view.setUint32(at + 4, whole >>> 0)
}

function getU64(view: DataView, at: number, field: string): number {
  const high = view.getUint32(at)
  if (high > 0x1f_ffff) throw new FootageFault('record-damaged', `${field} exceeds 2^53`)
  return high * 0x1_0000_0000 + view.getUint32(at + 4)
}

/**
 * Writes the 144 bytes of a header to `out[at..]`; fractions of a tick or microsecond are cut off.
 * @throws FootageFault `fragment-invalid` when a value does not fit its field
 */
export function encodeRecordHeader(out: Uint8Array, at: number, header: RecordHeader): void {
  if (header.plaintextBytes > maxPlaintextBytes)
    throw new FootageFault('fragment-invalid', `${header.plaintextBytes} bytes are more than a record holds`)
  if (header.commitment.length !== commitmentBytes)
    throw new FootageFault('fragment-invalid', 'a key commitment has 32 bytes')
  if (!(header.wallEnd >= header.wallStart && header.wallEnd - header.wallStart <= maxWallMs))
    throw new FootageFault('fragment-invalid', `wall time from ${header.wallStart} to ${header.wallEnd}`)
  const view = new DataView(out.buffer, out.byteOffset + at, recordHeaderBytes)
  view.setUint32(0, magic)
  view.setUint16(4, recordHeaderBytes)
  view.setUint8(6, kindFragment)
  view.setUint8(
    7,
    (header.startsWithInit ? flagInit : 0) |
      (header.startsWithKeyFrame ? flagKeyFrame : 0) |
      (header.wallSynced ? flagWallSynced : 0),
  )
  view.setUint32(8, u32(header.plaintextBytes, 'plaintext length'))
  view.setUint32(12, u32(header.frames, 'frame count'))
  out.set(uuidToBytes(header.camera), at + 16)
  out.set(uuidToBytes(header.epoch), at + 32)
  view.setUint32(48, u32(header.leaf, 'leaf'))
  view.setUint32(52, u32(header.fragment, 'fragment counter'))
  setU64(view, 56, header.sequence, 'sequence')
  setU64(view, 64, header.wallStart, 'wall time of the first frame')
  setU64(view, 72, header.wallEnd, 'wall time of the end')
  setU64(view, 80, header.monotonicStart, 'monotonic time')
  setU64(view, 88, header.mediaStart, 'media time')
  view.setUint32(96, u32(header.mediaDuration, 'media duration'))
  view.setUint32(100, u32(header.timescale, 'timescale'))
  out.set(header.commitment, at + 104)
  view.setUint32(136, 0)
  view.setUint32(140, 0)
}

/**
 * Reads a header; every field that has a rule is checked, none is believed for its place or its seal.
 * @throws FootageFault `record-damaged`
 */
export function decodeRecordHeader(bytes: Uint8Array, at = 0): RecordHeader {
  const bad = (what: string): never => {
    throw new FootageFault('record-damaged', what)
  }
  if (at + recordHeaderBytes > bytes.length) bad('the bytes end within a record header')
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, recordHeaderBytes)
  if (view.getUint32(0) !== magic) bad('no record begins here')
  if (view.getUint16(4) !== recordHeaderBytes) bad(`header length ${view.getUint16(4)}, not 144`)
  if (view.getUint8(6) !== kindFragment) bad(`unknown record kind ${view.getUint8(6)}`)
  const flags = view.getUint8(7)
  if (flags > (flagInit | flagKeyFrame | flagWallSynced)) bad(`unknown flags ${flags}`)
  if (view.getUint32(8) > maxPlaintextBytes) bad(`plaintext length ${view.getUint32(8)} is too large`)
  if (view.getUint32(136) !== 0 || view.getUint32(140) !== 0) bad('reserved bytes are not zero')
  const wallStart = getU64(view, 64, 'wall time of the first frame') as Instant
  const wallEnd = getU64(view, 72, 'wall time of the end') as Instant
  if (wallEnd < wallStart || wallEnd - wallStart > maxWallMs) bad(`wall time from ${wallStart} to ${wallEnd}`)
  return {
    startsWithInit: (flags & flagInit) !== 0,
    startsWithKeyFrame: (flags & flagKeyFrame) !== 0,
    wallSynced: (flags & flagWallSynced) !== 0,
    plaintextBytes: view.getUint32(8),
    frames: view.getUint32(12),
    camera: uuidFromBytes(bytes.subarray(at + 16, at + 32)) as CameraId,
    epoch: uuidFromBytes(bytes.subarray(at + 32, at + 48)) as EpochId,
    leaf: view.getUint32(48),
    fragment: view.getUint32(52),
    sequence: getU64(view, 56, 'sequence'),
    wallStart,
    wallEnd,
    monotonicStart: getU64(view, 80, 'monotonic time'),
    mediaStart: getU64(view, 88, 'media time'),
    mediaDuration: view.getUint32(96),
    timescale: view.getUint32(100),
    commitment: bytes.slice(at + 104, at + 136),
  }
}

/** Writes the slot generation of a trailer that begins at `at`. */
export function encodeGeneration(out: Uint8Array, at: number, generation: number): void {
  setU64(new DataView(out.buffer, out.byteOffset + at, 8), 0, generation, 'generation')
}

/** @throws FootageFault `record-damaged` */
export function decodeGeneration(bytes: Uint8Array, at: number): number {
  return getU64(new DataView(bytes.buffer, bytes.byteOffset + at, 8), 0, 'generation')
}
