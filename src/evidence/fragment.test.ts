import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { boxesBetween } from './boxes.ts'
import { type Clip, makeClip } from './bundle-fixture.ts'
import { EvidenceFault, type EvidenceFaultCode } from './fault.ts'
import { dateFragment, latestDecodeTime, parseFragment } from './fragment.ts'

function faultOf(code: EvidenceFaultCode) {
  return expect.objectContaining({ name: 'EvidenceFault', code }) as EvidenceFault
}

function box(type: string, ...content: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = Buffer.concat(content.map((part) => Uint8Array.from(part)))
  const bytes = new Uint8Array(8 + body.length)
  new DataView(bytes.buffer).setUint32(0, bytes.length)
  bytes.set(Buffer.from(type, 'latin1'), 4)
  bytes.set(body, 8)
  return bytes
}

const mfhd = box('mfhd', [0, 0, 0, 0, 0, 0, 0, 7])
const tfhd = box('tfhd', [0, 2, 0, 0, 0, 0, 0, 1])
const narrowTime = box('tfdt', [0, 0, 0, 0, 0, 0, 0, 9])
const traf = (...children: readonly Uint8Array[]) => box('traf', ...children)
const mdat = box('mdat', [1, 2, 3])
const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

describe('a fragment that ffmpeg made', () => {
  let clip: Clip
  beforeAll(() => {
    clip = makeClip(2, '160x90')
  })

  test('is taken apart and dated without touching a picture', () => {
    const [first, second] = clip.fragments
    if (first === undefined || second === undefined) throw new Error('no fragments')
    const parsed = parseFragment(join(clip.init, first))
    expect(parsed.init).toEqual(clip.init)
    expect(join(parsed.moof, parsed.mdat)).toEqual(first)
    expect(parseFragment(second).init).toBeUndefined()
    dateFragment(parsed, 77, 2 ** 40 + 5)
    const changed = parsed.moof.filter((byte, i) => byte !== first[i]).length
    expect(changed).toBeGreaterThan(0)
    expect(changed).toBeLessThanOrEqual(12)
    expect(latestDecodeTime(parsed)).toBeGreaterThan(2 ** 40)
    const again = parseFragment(join(parsed.moof, parsed.mdat))
    const view = new DataView(again.moof.buffer)
    expect(view.getUint32(again.sequenceAt)).toBe(77)
    expect(view.getBigUint64(again.decodeTime.at)).toBe(2n ** 40n + 5n)
  })

  test('addressed from the beginning of its old file is refused', () => {
    const other = makeClip(1, '160x90', 'frag_keyframe+empty_moov')
    const [fragment] = other.fragments
    expect(() => parseFragment(fragment ?? new Uint8Array())).toThrow(faultOf('fragment-unusable'))
  })

  test('damaged anywhere, it is read or refused by name, never anything else', () => {
    const whole = join(clip.init, clip.fragments[0] ?? new Uint8Array())
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.uint8Array({ minLength: 1, maxLength: 9 }),
        fc.nat(),
        (at, rubbish, cut) => {
          const damaged = whole.slice(0, cut % 5 === 0 ? cut % whole.length : undefined)
          if (at + rubbish.length < damaged.length) damaged.set(rubbish, at)
          try {
            dateFragment(parseFragment(damaged), 1, 2)
          } catch (fault) {
            expect(fault).toBeInstanceOf(EvidenceFault)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('boxes', () => {
  test('with 64-bit lengths are walked', () => {
    const long = new Uint8Array(20)
    new DataView(long.buffer).setUint32(0, 1)
    long.set(Buffer.from('mdat', 'latin1'), 4)
    new DataView(long.buffer).setBigUint64(8, 20n)
    expect(boxesBetween(join(mfhd, long), 0, 36)).toEqual([
      { type: 'mfhd', start: 0, body: 8, end: 16 },
      { type: 'mdat', start: 16, body: 32, end: 36 },
    ])
    new DataView(long.buffer).setBigUint64(8, 2n ** 63n)
    expect(() => boxesBetween(long, 0, 20)).toThrow(faultOf('box-malformed'))
    new DataView(long.buffer).setBigUint64(8, 15n)
    expect(() => boxesBetween(long, 0, 20)).toThrow(faultOf('box-malformed'))
  })

  test.each([
    ['a length of zero', [0, 0, 0, 0, 0x6d, 0x64, 0x61, 0x74]],
    ['a length within the header', [0, 0, 0, 7, 0x6d, 0x64, 0x61, 0x74]],
    ['a length past the end', [0, 0, 0, 9, 0x6d, 0x64, 0x61, 0x74]],
    ['half a header', [0, 0, 0, 8, 0x6d]],
    ['half a long header', [0, 0, 0, 1, 0x6d, 0x64, 0x61, 0x74, 0, 0]],
  ])('with %s are refused', (_, bytes) => {
    expect(() => boxesBetween(Uint8Array.from(bytes), 0, bytes.length)).toThrow(faultOf('box-malformed'))
  })
})

describe('a hand-made fragment', () => {
  const moof = (...children: readonly Uint8Array[]) => box('moof', ...children)

  test('with a 32-bit time keeps within it', () => {
    const parsed = parseFragment(join(moof(mfhd, traf(tfhd, narrowTime)), mdat))
    expect(latestDecodeTime(parsed)).toBe(0xffff_ffff)
    dateFragment(parsed, 1, 0xffff_ffff)
    expect(parsed.moof.slice(-4)).toEqual(Uint8Array.of(255, 255, 255, 255))
  })

  test.each([
    ['no traf', [moof(mfhd), mdat], 'box-malformed'],
    ['two traf', [moof(mfhd, traf(tfhd, narrowTime), traf(tfhd, narrowTime)), mdat], 'box-malformed'],
    ['no time', [moof(mfhd, traf(tfhd)), mdat], 'box-malformed'],
    ['a short time', [moof(mfhd, traf(tfhd, box('tfdt', [1, 0, 0, 0, 0, 0, 0, 9]))), mdat], 'box-malformed'],
    ['no header', [moof(traf(tfhd, narrowTime)), mdat], 'box-malformed'],
    ['no mdat', [moof(mfhd, traf(tfhd, narrowTime))], 'fragment-unusable'],
    ['another box', [box('free'), moof(mfhd, traf(tfhd, narrowTime)), mdat], 'fragment-unusable'],
    ['two fragments', [mdat, moof(mfhd, traf(tfhd, narrowTime)), mdat], 'fragment-unusable'],
    ['nothing', [], 'fragment-unusable'],
  ] as const)('with %s is refused', (_, parts, code) => {
    expect(() => parseFragment(join(...parts))).toThrow(faultOf(code))
  })
})
