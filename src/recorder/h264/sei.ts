const RECOVERY_POINT = 6

/** True when an SEI NAL unit holds a recovery point message (H.264 7.3.2.3.1, D.1.8). Anything malformed counts as none. */
export function hasRecoveryPoint(nal: Uint8Array): boolean {
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
    size += last
    if (type === RECOVERY_POINT) return true
    // the size counts payload bytes without emulation prevention, the NAL unit has it
    let zeros = 0
    for (let left = size; left > 0 && at < nal.length; at++) {
      const byte = nal[at] ?? 0
      if (zeros >= 2 && byte === 3) {
        zeros = 0
        continue
      }
      zeros = byte === 0 ? zeros + 1 : 0
      left--
    }
  }
  return false
}
