/** Nominal types for identifiers; every id is a lower-case UUID unless its own line says otherwise. */
declare const brand: unique symbol
export type Brand<T, B extends string> = T & { readonly [brand]: B }

export type CameraId = Brand<string, 'CameraId'>
/** One camera, one run of the recorder, at most one clock hour (design: two locks). */
export type EpochId = Brand<string, 'EpochId'>
export type PersonId = Brand<string, 'PersonId'>
export type HoldId = Brand<string, 'HoldId'>
export type CaseId = Brand<string, 'CaseId'>
export type InstructionId = Brand<string, 'InstructionId'>
export type RoleKeyId = Brand<string, 'RoleKeyId'>
/** A role of the pack, as written in pack.yaml: `responsibleManager`, `designatedOperator`... */
export type RoleId = Brand<string, 'RoleId'>
/** A clause as `pack:article-paragraph(item)`, e.g. `funabashi:9(6)`. */
export type ClauseRef = Brand<string, 'ClauseRef'>
/** A calendar day `YYYY-MM-DD` in the pack's time zone. */
export type LocalDay = Brand<string, 'LocalDay'>
/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = Brand<number, 'Instant'>

export type Window = {
  /** first instant, included */
  readonly from: Instant
  /** last instant, excluded */
  readonly to: Instant
}

/** Lower-case hexadecimal; written out because the oldest supported browsers lack `Uint8Array.toHex`. */
export function toHex(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0')
  return out
}

/** @throws TypeError when `hex` is not an even run of lower-case hexadecimal digits */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new TypeError('not lower-case hexadecimal')
  const out = new Uint8Array(hex.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return out
}

/** 16 bytes of a lower-case UUID, RFC 9562 order. */
export function uuidToBytes(id: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw new TypeError(`not a lower-case UUID: ${id}`)
  return fromHex(id.replaceAll('-', ''))
}

export function uuidFromBytes(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new TypeError(`a UUID has 16 bytes, not ${bytes.length}`)
  const hex = toHex(bytes)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
