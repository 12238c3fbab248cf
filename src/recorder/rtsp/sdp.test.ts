import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecorderFault } from '../fault.ts'
import { pps, sps } from '../test-support/h264-samples.ts'
import { parseSdp } from './sdp.ts'

const sprop = `${sps().toString('base64')},${pps().toString('base64')}`
const plain = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.7',
  's=Media Presentation',
  't=0 0',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  `a=fmtp:96 packetization-mode=1; profile-level-id=42e01e; sprop-parameter-sets=${sprop}`,
  'a=control:trackID=1',
  'm=audio 0 RTP/AVP 0',
  'a=control:trackID=2',
]

function parse(lines: readonly string[], end = '\r\n'): ReturnType<typeof parseSdp> {
  return parseSdp(Buffer.from(lines.join(end)))
}

/** `plain` with lines that begin so replaced */
function changed(changes: Readonly<Record<string, readonly string[]>>): string[] {
  return plain.flatMap((line) => {
    const key = Object.keys(changes).find((prefix) => line.startsWith(prefix))
    return key === undefined ? [line] : [...(changes[key] ?? [])]
  })
}

const expected = { payloadType: 96, control: 'trackID=1', sessionControl: '*', parameterSets: [sps(), pps()] }

test('a plain description', () => {
  expect(parse(plain)).toEqual(expected)
})

describe('quirks', () => {
  test.each([
    ['Missing o=', changed({ 'o=': [] })],
    ['repeated s=', changed({ 's=': ['s=a', 's=b', 's='] })],
    ['broken c=, t=now-', changed({ 't=': ['t=now-', 'c=IN', 'c='] })],
    [
      'odd media type',
      changed({ 'm=video': ['m=application/TP-LINK 0 RTP/AVP 98', 'm=video 0 RTP/AVP 96'] }),
    ],
    ['spaces after clock rate', changed({ 'a=rtpmap': ['a=rtpmap:96 H264/90000   '] })],
    ['lower case and no clock rate', changed({ 'a=rtpmap': ['a=rtpmap:96 h264'] })],
    ['empty fmtp', [...plain, 'a=fmtp:96', 'a=fmtp:96 ', 'a=fmtp:']],
    ['fmtp on the wrong media', [...changed({ 'a=fmtp': [] }), plain[7] ?? '']],
    ['fake back-channel', [...plain, 'm=audio 0 RTP/AVP 0', 'a=sendonly', 'a=control:trackID=9']],
    ['second video', [...plain, 'm=video 0 RTP/AVP 97', 'a=rtpmap:97 H264/90000', 'a=control:trackID=7']],
    ['metadata first', ['m=application 0 RTP/AVP 107', 'a=rtpmap:107 vnd.onvif.metadata/90000', ...plain]],
  ])('%s', (name, lines) => {
    const wanted = name === 'metadata first' ? { ...expected, sessionControl: undefined } : expected
    expect(parse(lines)).toEqual(wanted)
  })

  test('EOF without newline, LF and CR as line ends', () => {
    for (const end of ['\n', '\r', '\r\n']) expect(parse(plain, end)).toEqual(expected)
  })

  test('sprop-parameter-sets absent, PPS missing, Annex B inside, extra bytes, not base64', () => {
    const withSprop = (value: string): unknown =>
      parse(changed({ 'a=fmtp': [`a=fmtp:96 packetization-mode=1${value}`] })).parameterSets
    const annexB = Buffer.concat([Buffer.from([0, 0, 0, 1]), sps(), Buffer.from([0, 0, 0, 1]), pps()])
    expect(withSprop('')).toEqual([])
    expect(withSprop(`;sprop-parameter-sets=${sps().toString('base64')},`)).toEqual([sps()])
    expect(withSprop(`;sprop-parameter-sets=${annexB.toString('base64')}`)).toEqual([sps(), pps()])
    expect(withSprop(';sprop-parameter-sets=%%%,@@@')).toEqual([])
  })

  test('no rtpmap, but the parameter sets say what it is', () => {
    expect(parse(changed({ 'a=rtpmap': [] }))).toEqual(expected)
  })
})

test.each([
  ['codec-unsupported', /H265/, changed({ 'a=rtpmap': ['a=rtpmap:96 H265/90000'], 'a=fmtp': [] })],
  ['codec-unsupported', /payload type 26/, ['v=0', 'm=video 0 RTP/AVP 26']],
  ['codec-unsupported', /8000/, changed({ 'a=rtpmap': ['a=rtpmap:96 H264/8000'] })],
  ['packetisation-unsupported', /mode 2/, changed({ 'a=fmtp': ['a=fmtp:96 packetization-mode=2'] })],
  ['no-video', /no video/, ['v=0', 'm=audio 0 RTP/AVP 0']],
  ['bad-sdp', /no media/, ['<html>', 'hello']],
  ['bad-sdp', /lines/, Array.from({ length: 600 }, () => 'a=x')],
])('%s %s', (code, message, lines) => {
  expect(() => parse(lines)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
  )
})

test('arbitrary and shuffled text gives a stream or a fault', () => {
  const line = fc.oneof(fc.constantFrom(...plain), fc.string({ maxLength: 40 }))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      try {
        expect(parse(lines).payloadType).toBeGreaterThanOrEqual(0)
      } catch (error) {
        expect(error).toBeInstanceOf(RecorderFault)
      }
    }),
    { numRuns: 1000 },
  )
})
