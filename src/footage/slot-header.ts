import { createHash } from 'node:crypto'
import { type CameraId, type LocalDay, uuidFromBytes, uuidToBytes } from '../domain/ids.ts'
import { asFootageFault, FootageFault } from './fault.ts'
import { decodeGeneration, encodeGeneration, sectorBytes } from './record.ts'

/** Records begin here. */
export const slotHeaderBytes = sectorBytes
const checkedBytes = 68
const magic = new Uint8Array([0x54, 0x4a, 0x53, 0x4c, 0x4f, 0x54, 0x31, 0]) // TJSLOT1\0
const nobody = '00000000-0000-0000-0000-000000000000'

export type SlotKind = 'recording' | 'held'

export type SlotHeader = {
  readonly disk: string
  readonly slot: number
  readonly kind: SlotKind
  readonly generation: number
  /** undefined for held slots */
  readonly camera: CameraId | undefined
  /** recording day, or the day the holds end */
  readonly day: LocalDay
  /** wall time of opening */
  readonly openedAt: number
}

/** `2026-11-21` as 20261121. */
export function dayNumber(day: LocalDay): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new FootageFault('fragment-invalid', `not a local day: ${day}`)
  return Number(day.replaceAll('-', ''))
}

export function dayFromNumber(number: number): LocalDay {
  const digits = String(number).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}` as LocalDay
}

function checksum(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes.subarray(0, checkedBytes)).digest()
}

/** Fills the first 4,096 bytes of `out` (docs/ref/footage-format.md, slot header). */
export function encodeSlotHeader(out: Uint8Array, header: SlotHeader): void {
  out.fill(0, 0, slotHeaderBytes)
  const view = new DataView(out.buffer, out.byteOffset, slotHeaderBytes)
  out.set(magic, 0)
  out.set(uuidToBytes(header.disk), 8)
  view.setUint32(24, header.slot)
  view.setUint8(28, header.kind === 'recording' ? 1 : 2)
  encodeGeneration(out, 32, header.generation)
  out.set(uuidToBytes(header.camera ?? nobody), 40)
  view.setUint32(56, dayNumber(header.day))
  encodeGeneration(out, 60, header.openedAt)
  out.set(checksum(out), checkedBytes)
}

/** @throws FootageFault `slot-damaged` */
export function decodeSlotHeader(bytes: Uint8Array): SlotHeader {
  const bad = (what: string): never => {
    throw new FootageFault('slot-damaged', what)
  }
  if (bytes.length < slotHeaderBytes) bad('the slot ends within its header')
  if (!magic.every((byte, i) => bytes[i] === byte)) bad('no slot header')
  if (!checksum(bytes).every((byte, i) => bytes[checkedBytes + i] === byte))
    bad('the SHA-256 of the slot header is wrong')
  const view = new DataView(bytes.buffer, bytes.byteOffset, slotHeaderBytes)
  const kind = view.getUint8(28)
  if (kind !== 1 && kind !== 2) bad(`unknown slot kind ${kind}`)
  const camera = uuidFromBytes(bytes.subarray(40, 56))
  try {
    return {
      disk: uuidFromBytes(bytes.subarray(8, 24)),
      slot: view.getUint32(24),
      kind: kind === 1 ? 'recording' : 'held',
      generation: decodeGeneration(bytes, 32),
      camera: camera === nobody ? undefined : (camera as CameraId),
      day: dayFromNumber(view.getUint32(56)),
      openedAt: decodeGeneration(bytes, 60),
    }
  } catch (error) {
    throw asFootageFault(error, 'slot-damaged')
  }
}
