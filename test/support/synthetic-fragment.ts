import { randomBytes } from 'node:crypto'
import { ParameterSets } from '../../src/recorder/h264/parameter-sets.ts'
import { fragmentHeadBytes, writeFragmentHead } from '../../src/recorder/mp4/fragment.ts'
import { initSegment } from '../../src/recorder/mp4/init.ts'
import { pps, slice, sps } from '../../src/recorder/test-support/h264-samples.ts'

const samples = 5

/** `ftyp moov moof mdat` as the recorder makes it, of five samples that no decoder could show and that no other fragment has. */
export function syntheticFragment(mediaStart: number, mediaDuration: number): Uint8Array<ArrayBuffer> {
  const sets = new ParameterSets()
  for (const nal of [sps(), pps()]) sets.offer(nal)
  if (sets.active === undefined) throw new Error('no parameter sets')
  const init = initSegment(sets.active)
  const data = Array.from({ length: samples }, (_, i) => sample(i === 0))
  const dataBytes = data.reduce((sum, { length }) => sum + length, 0)
  const head = Buffer.alloc(fragmentHeadBytes(samples, true))
  writeFragmentHead(
    head,
    head.length,
    dataBytes,
    { sequence: 1, mediaStart, key: true },
    {
      count: samples,
      sizes: Uint32Array.from(data, ({ length }) => length),
      durations: new Uint32Array(samples).fill(mediaDuration / samples),
    },
  )
  return Uint8Array.from(Buffer.concat([init, head, ...data]))
}

/** A slice behind its 4-byte length. */
function sample(idr: boolean): Buffer {
  const nal = Buffer.concat([slice({ idr }), randomBytes(60)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(nal.length)
  return Buffer.concat([length, nal])
}
