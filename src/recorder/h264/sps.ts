import { RecorderFault } from '../fault.ts'
import { MAX_PARAMETER_SET } from '../limits.ts'
import { BitReader, unescape } from './bits.ts'

/** What the recorder needs of a sequence parameter set (H.264 7.3.2.1.1). */
export type SpsInfo = {
  readonly id: number
  readonly profile: number
  /** constraint flags, the byte behind the profile */
  readonly compatibility: number
  readonly level: number
  /** 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4 */
  readonly chromaFormat: number
  readonly bitDepthLuma: number
  readonly bitDepthChroma: number
  /** cropped size in luma samples */
  readonly width: number
  readonly height: number
}

/** Profiles whose SPS says chroma format and bit depths (H.264 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
const MAX_SIDE = 16_384

/**
 * @param nal the whole NAL unit with its header byte, with or without zero bytes behind it
 * @throws RecorderFault `bad-parameter-set`
 */
export function parseSps(nal: Uint8Array): SpsInfo {
  const rbsp = unescape(nal, MAX_PARAMETER_SET)
  const [profile, compatibility, level] = rbsp
  if (profile === undefined || compatibility === undefined || level === undefined)
    throw new RecorderFault('bad-parameter-set', `SPS of ${nal.length} bytes`)
  const bits = new BitReader(rbsp.subarray(3))
  const id = limited(bits.ue(), 31, 'seq_parameter_set_id')
  let chromaFormat = 1
  let bitDepthLuma = 8
  let bitDepthChroma = 8
  let separatePlanes = false
  if (highProfiles.has(profile)) {
    chromaFormat = limited(bits.ue(), 3, 'chroma_format_idc')
    if (chromaFormat === 3) separatePlanes = bits.flag()
    bitDepthLuma = 8 + limited(bits.ue(), 6, 'bit_depth_luma_minus8')
    bitDepthChroma = 8 + limited(bits.ue(), 6, 'bit_depth_chroma_minus8')
    bits.bits(1)
    if (bits.flag()) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8)
  }
  limited(bits.ue(), 12, 'log2_max_frame_num_minus4')
  skipOrderCount(bits)
  limited(bits.ue(), 16, 'max_num_ref_frames')
  bits.bits(1)
  const widthMbs = limited(bits.ue(), MAX_SIDE / 16 - 1, 'pic_width_in_mbs_minus1') + 1
  const heightUnits = limited(bits.ue(), MAX_SIDE / 16 - 1, 'pic_height_in_map_units_minus1') + 1
  const framesOnly = bits.flag()
  if (!framesOnly) bits.bits(1)
  bits.bits(1)
  const fieldFactor = framesOnly ? 1 : 2
  let width = widthMbs * 16
  let height = heightUnits * 16 * fieldFactor
  if (bits.flag()) {
    // H.264 7.4.2.1.1, equations 7-19 to 7-22
    const planar = chromaFormat === 0 || separatePlanes
    const unitX = planar || chromaFormat === 3 ? 1 : 2
    const unitY = (planar || chromaFormat !== 1 ? 1 : 2) * fieldFactor
    const [left, right, top, bottom] = [bits.ue(), bits.ue(), bits.ue(), bits.ue()]
    width -= unitX * (left + right)
    height -= unitY * (top + bottom)
  }
  if (width < 1 || height < 1 || height > MAX_SIDE)
    throw new RecorderFault('bad-parameter-set', `SPS gives a picture of ${width} x ${height}`)
  return { id, profile, compatibility, level, chromaFormat, bitDepthLuma, bitDepthChroma, width, height }
}

/** pic_parameter_set_id (H.264 7.3.2.2). @throws RecorderFault `bad-parameter-set` */
export function parsePpsId(nal: Uint8Array): number {
  const bits = new BitReader(unescape(nal, MAX_PARAMETER_SET))
  const id = limited(bits.ue(), 255, 'pic_parameter_set_id')
  limited(bits.ue(), 31, 'seq_parameter_set_id')
  return id
}

function skipOrderCount(bits: BitReader): void {
  const type = limited(bits.ue(), 2, 'pic_order_cnt_type')
  if (type === 0) {
    limited(bits.ue(), 12, 'log2_max_pic_order_cnt_lsb_minus4')
  } else if (type === 1) {
    bits.bits(1)
    bits.se()
    bits.se()
    const cycle = limited(bits.ue(), 255, 'num_ref_frames_in_pic_order_cnt_cycle')
    for (let i = 0; i < cycle; i++) bits.se()
  }
}

/** H.264 7.3.2.1.1.1 */
function skipScalingLists(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (!bits.flag()) continue
    let last = 8
    let next = 8
    for (let i = 0; i < (list < 6 ? 16 : 64); i++) {
      if (next !== 0) next = (last + bits.se() + 256) % 256
      if (next !== 0) last = next
    }
  }
}

function limited(value: number, most: number, name: string): number {
  if (value > most) throw new RecorderFault('bad-parameter-set', `${name} is ${value}, at most ${most}`)
  return value
}
