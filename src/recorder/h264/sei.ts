const RECOVERY_POINT = 6
const emulationPrevention = Buffer.from([0, 0, 3])

/** True when an SEI NAL unit holds a recovery point message (H.264 7.3.2.3.1, D.1.8). Anything malformed counts as none. */
export function hasRecoveryPoint(nal: Buffer): boolean {
  let at = 1
  // rbsp_trailing_bits is one byte 0x80 here: messages are whole bytes
  while (at + 2 < nal.length) {
    let type = 0
    while (nal[at] === 0xff) {
      type += 255
      at++
    }
    type += nal[at++] ?? 0
    let size = 0
    while (nal[at] === 0xff) {
      size += 255
      at++
    }
    const last = nal[at++]
    if (last === undefined) return false
    if (type === RECOVERY_POINT) return true
    at = behindPayload(nal, at, size + last)
  }
  return false
}

/** The size counts payload bytes without emulation prevention (H.264 7.4.1), the NAL unit has it. Found by search: messages may be long. */
function behindPayload(nal: Buffer, from: number, size: number): number {
  let end = from + size
  if (end >= nal.length) return end
  const rest = nal.subarray(from)
  for (let at = rest.indexOf(emulationPrevention); at >= 0 && from + at + 2 < end; ) {
    end++
    at = rest.indexOf(emulationPrevention, at + emulationPrevention.length)
  }
  return end
}
