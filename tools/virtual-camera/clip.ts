import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AccessUnit, accessUnits, sliceType, splitAnnexB } from './annex-b.ts'
import { nalType, nalTypes } from './nal.ts'

export const clipNames = ['entrance', 'emergency-exit', 'outer-wall', 'entrance-small'] as const
export type ClipName = (typeof clipNames)[number]

/** One of ours, or an Annex B file whose pictures follow each other at an even rate. */
export type ClipSource = ClipName | { readonly file: string; readonly framesPerSecond: number }

export type Clip = {
  readonly frames: readonly AccessUnit[]
  readonly framesPerSecond: number
  /** 60 s long, to be looped on the minute */
  readonly minute: boolean
  readonly sps: Uint8Array
  readonly pps: Uint8Array
}

export type ClipFaultCode = 'unreadable' | 'no-key-frame' | 'no-parameter-sets' | 'b-frames'

export class ClipFault extends Error {
  readonly code: ClipFaultCode
  constructor(code: ClipFaultCode, file: string, cause?: unknown) {
    super(`clip ${file}: ${code}`, { cause })
    this.name = 'ClipFault'
    this.code = code
  }
}

const loaded = new Map<string, Clip>()

/** @throws ClipFault */
export function loadClip(source: ClipSource): Clip {
  const ours = typeof source === 'string'
  const file = ours ? join(import.meta.dirname, 'clips', `${source}.h264`) : source.file
  const framesPerSecond = ours ? 10 : source.framesPerSecond
  const key = `${framesPerSecond} ${file}`
  const known = loaded.get(key)
  if (known !== undefined) return known
  const clip = parseClip(read(file), framesPerSecond, ours, file)
  if (ours) loaded.set(key, clip)
  return clip
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ClipFault('unreadable', file, cause)
  }
}

/** @throws ClipFault */
export function parseClip(stream: Uint8Array, framesPerSecond: number, minute: boolean, name: string): Clip {
  const frames = accessUnits(splitAnnexB(stream))
  const first = frames[0]
  if (first?.keyFrame !== true) throw new ClipFault('no-key-frame', name)
  const sps = first.before.find((nal) => nalType(nal) === nalTypes.sps)
  const pps = first.before.find((nal) => nalType(nal) === nalTypes.pps)
  if (sps === undefined || sps.length < 4 || pps === undefined) throw new ClipFault('no-parameter-sets', name)
  // with B-frames the order of decoding is not the order of time, and the timestamps here would be wrong
  if (frames.some((frame) => sliceType(frame.slices[0]!) === 1)) throw new ClipFault('b-frames', name)
  return { frames, framesPerSecond, minute, sps, pps }
}
