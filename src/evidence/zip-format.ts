/**
 * The one form of archive that bundles come in (PKWARE APPNOTE 6.3): entries stored, one behind another, names in UTF-8, sizes in a descriptor after
 * the data, no comments and no gaps; Zip64 only for offsets from 4 GiB on. Writer and checker share it, so that every byte of an archive is known.
 */

export type ZipEntry = {
  readonly name: string
  readonly crc: number
  /** bytes, less than 4 GiB */
  readonly size: number
  /** of the local header */
  readonly offset: number
}

/** MS-DOS date and time, one stamp for the whole archive. */
export type ZipStamp = { readonly date: number; readonly time: number }

const utf8WithDescriptor = 0x0808
const unixMade = (3 << 8) | 45
const regularFile = (0o100644 << 16) >>> 0
const full = 0xffff_ffff

export const descriptorBytes = 16
export const endBytes = 22
export const end64Bytes = 56 + 20

function record(size: number, fill: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(size)
  fill(new DataView(bytes.buffer), bytes)
  return bytes
}

/** APPNOTE 4.3.7. */
export function localHeader(name: string, stamp: ZipStamp): Uint8Array {
  const encoded = new TextEncoder().encode(name)
  return record(30 + encoded.length, (view, bytes) => {
    view.setUint32(0, 0x04034b50, true)
    view.setUint16(4, 20, true)
    view.setUint16(6, utf8WithDescriptor, true)
    view.setUint16(10, stamp.time, true)
    view.setUint16(12, stamp.date, true)
    view.setUint16(26, encoded.length, true)
    bytes.set(encoded, 30)
  })
}

/** APPNOTE 4.3.9. */
export function descriptor(entry: ZipEntry): Uint8Array {
  return record(descriptorBytes, (view) => {
    view.setUint32(0, 0x08074b50, true)
    view.setUint32(4, entry.crc, true)
    view.setUint32(8, entry.size, true)
    view.setUint32(12, entry.size, true)
  })
}

/** APPNOTE 4.3.12. */
export function directoryHeader(entry: ZipEntry, stamp: ZipStamp): Uint8Array {
  const name = new TextEncoder().encode(entry.name)
  const far = entry.offset >= full
  return record(46 + name.length + (far ? 12 : 0), (view, bytes) => {
    view.setUint32(0, 0x02014b50, true)
    view.setUint16(4, unixMade, true)
    view.setUint16(6, far ? 45 : 20, true)
    view.setUint16(8, utf8WithDescriptor, true)
    view.setUint16(12, stamp.time, true)
    view.setUint16(14, stamp.date, true)
    view.setUint32(16, entry.crc, true)
    view.setUint32(20, entry.size, true)
    view.setUint32(24, entry.size, true)
    view.setUint16(28, name.length, true)
    view.setUint16(30, far ? 12 : 0, true)
    view.setUint32(38, regularFile, true)
    view.setUint32(42, far ? full : entry.offset, true)
    bytes.set(name, 46)
    if (!far) return
    view.setUint16(46 + name.length, 1, true)
    view.setUint16(48 + name.length, 8, true)
    view.setBigUint64(50 + name.length, BigInt(entry.offset), true)
  })
}

/** APPNOTE 4.3.14 to 4.3.16; the Zip64 records only for a directory from 4 GiB on. */
export function endRecords(count: number, size: number, offset: number): Uint8Array {
  const far = offset >= full
  const before = far ? end64Bytes : 0
  return record(before + endBytes, (view) => {
    if (far) {
      view.setUint32(0, 0x06064b50, true)
      view.setBigUint64(4, 44n, true)
      view.setUint16(12, unixMade, true)
      view.setUint16(14, 45, true)
      view.setBigUint64(24, BigInt(count), true)
      view.setBigUint64(32, BigInt(count), true)
      view.setBigUint64(40, BigInt(size), true)
      view.setBigUint64(48, BigInt(offset), true)
      view.setUint32(56, 0x07064b50, true)
      view.setBigUint64(64, BigInt(offset + size), true)
      view.setUint32(72, 1, true)
    }
    view.setUint32(before, 0x06054b50, true)
    view.setUint16(before + 8, count, true)
    view.setUint16(before + 10, count, true)
    view.setUint32(before + 12, size, true)
    view.setUint32(before + 16, far ? full : offset, true)
  })
}

/** The stamp of an instant on the clocks of a time zone; two seconds are its grain. */
export function stampOf(at: number, timeZone: string): ZipStamp {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return {
    date: ((local.year - 1980) << 9) | (local.month << 5) | local.day,
    time: (local.hour << 11) | (local.minute << 5) | (local.second >> 1),
  }
}
