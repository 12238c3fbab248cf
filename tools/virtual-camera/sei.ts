import { uuidToBytes } from '../../src/domain/ids.ts'
import { type FrameMark, markUuid, userDataUnregistered } from './frame-mark.ts'
import { nalTypes, protect } from './nal.ts'

/** says that the message is padding */
const paddingUuid = uuidToBytes('3d5c2f61-0b7a-49c3-a1e4-7061646421ff')

/** The mark as an SEI NAL unit, to be read back with `readFrameMark`. */
export function frameMarkNal(mark: FrameMark): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(36)
  raw.set([nalTypes.sei, userDataUnregistered, 32])
  raw.set(markUuid, 3)
  const view = new DataView(raw.buffer)
  view.setBigUint64(19, BigInt(mark.counter))
  view.setBigUint64(27, BigInt(mark.wall))
  raw[35] = 0x80
  return protect(raw)
}

const noise = Uint8Array.from(
  { length: 65_536 },
  (_, i) => 1 + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 255),
)

/**
 * An SEI NAL unit "user data unregistered" that only takes up room. Filler data (NAL type 12) is not used: a file format may
 * leave it out (ISO/IEC 14496-15), and then what comes back would not be what was sent.
 *
 * @param bytes wanted length of the NAL unit, at least 20; met, or one byte short
 * @param turn frames of different turns are padded with different bytes
 */
export function paddingNal(bytes: number, turn: number): Uint8Array<ArrayBuffer> {
  // header, type, the last byte of the size field and the stop bit take 4; every 255 of payload one more
  const room = Math.max(16, bytes - 4)
  const size = room - Math.floor(room / 256) - (room % 256 === 255 ? 1 : 0)
  const longer = Math.floor(size / 255)
  const out = new Uint8Array(4 + longer + size)
  out.set([nalTypes.sei, userDataUnregistered])
  out.fill(0xff, 2, 2 + longer)
  out[2 + longer] = size % 255
  let at = 3 + longer
  out.set(paddingUuid, at)
  at += paddingUuid.length
  // the noise holds no zero, so emulation prevention has nothing to do
  let from = Math.imul(turn, 7919) & 0x7fff
  while (at < out.length - 1) {
    const piece = noise.subarray(from, from + out.length - 1 - at)
    out.set(piece, at)
    at += piece.length
    from = 0
  }
  out[out.length - 1] = 0x80
  return out
}
