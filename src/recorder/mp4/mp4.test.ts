import { expect, test } from 'vitest'
import { ParameterSets } from '../h264/parameter-sets.ts'
import { HEADROOM, MAX_PARAMETER_SET, MAX_PARAMETER_SETS, MAX_SAMPLES } from '../limits.ts'
import { pps, sps } from '../test-support/h264-samples.ts'
import { boxes, child, readFragment } from '../test-support/mp4-samples.ts'
import { BoxWriter } from './box.ts'
import { fragmentHeadBytes, writeFragmentHead } from './fragment.ts'
import { initSegment } from './init.ts'

function active(...nals: readonly Buffer[]): NonNullable<ParameterSets['active']> {
  const sets = new ParameterSets()
  for (const nal of nals) sets.offer(nal)
  if (!sets.active) throw new Error('no sets')
  return sets.active
}

test('boxes carry their size, numbers are big-endian', () => {
  const writer = new BoxWriter(Buffer.alloc(64, 0xee))
  writer.box('abcd', () =>
    writer.full('efgh', 1, 0x20304, () => {
      writer.u64(2 ** 40 + 5)
      writer.u16(7)
      writer.zeros(2)
    }),
  )
  expect(writer.bytes.toString('hex', 0, writer.at)).toBe(
    '0000002061626364000000186566676801020304000001000000000500070000',
  )
})

test('an init has one avc1 track with size and parameter sets, and no date', () => {
  const sets = active(sps({ width: 1920, height: 1080, profile: 100 }), pps(0), pps(1))
  const init = initSegment(sets)
  expect(boxes(init).map(({ type }) => type)).toEqual(['ftyp', 'moov'])
  const entry = child(init, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd').subarray(8)
  expect(entry.toString('latin1', 4, 8)).toBe('avc1')
  expect([entry.readUInt16BE(32), entry.readUInt16BE(34)]).toEqual([1920, 1080])
  const avcC = entry.subarray(86 + 8)
  expect(entry.toString('latin1', 86 + 4, 86 + 8)).toBe('avcC')
  const [first] = sets.sps
  const length = first?.length ?? 0
  expect([...avcC.subarray(0, 6)]).toEqual([1, 100, 0, 30, 0xff, 0xe1])
  expect(avcC.subarray(8, 8 + length)).toEqual(first)
  expect(avcC[8 + length]).toBe(2)
  expect([...avcC.subarray(-4)]).toEqual([0xfd, 0xf8, 0xf8, 0])
  expect(initSegment(sets)).toEqual(init)
})

test('a fragment head ends where the data begins and points at it', () => {
  const bytes = Buffer.alloc(HEADROOM + 30)
  for (const [i, size] of [12, 9, 9].entries())
    bytes.writeUInt32BE(size - 4, HEADROOM + ([0, 12, 21][i] ?? 0))
  const samples = {
    count: 3,
    sizes: Uint32Array.of(12, 9, 9, 77),
    durations: Uint32Array.of(3600, 3601, 3599, 5),
  }
  const start = writeFragmentHead(
    bytes,
    HEADROOM,
    30,
    { sequence: 4, mediaStart: 2 ** 33, key: true },
    samples,
  )
  expect(HEADROOM - start).toBe(fragmentHeadBytes(3, true))
  const plaintext = bytes.subarray(start)
  expect(boxes(plaintext).map(({ type }) => type)).toEqual(['moof', 'mdat'])
  expect(readFragment(plaintext)).toMatchObject({
    tfdt: 2 ** 33,
    key: true,
    samples: [
      { size: 12, duration: 3600 },
      { size: 9, duration: 3601 },
      { size: 9, duration: 3599 },
    ],
  })
})

test('the largest head fits the headroom', () => {
  const large = (header: number, id: number, bytes: number): Buffer => {
    const set = header === 0x67 ? sps({ id }) : pps(id)
    return Buffer.concat([set, Buffer.alloc(bytes - set.length, 0x55)])
  }
  const nals = [0, 1, 2, 3].map((id) => large(0x67, id, MAX_PARAMETER_SETS / 4))
  nals.push(large(0x68, 0, MAX_PARAMETER_SET))
  const init = initSegment(active(...nals))
  expect(init.length).toBeGreaterThan(MAX_PARAMETER_SETS + MAX_PARAMETER_SET)
  expect(init.length + fragmentHeadBytes(MAX_SAMPLES, true)).toBeLessThanOrEqual(HEADROOM)
})
