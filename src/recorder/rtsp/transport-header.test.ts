import { expect, test } from 'vitest'
import { parseSession, parseTransport } from './transport-header.ts'

const asked = { rtp: 0, rtcp: 1 }

test.each([
  ['RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=4BF0A1C2', 0, 1, 0x4bf0a1c2],
  ['ssrc=4BF0A1C2;RTP/AVP/TCP;unicast;interleaved=0-1', 0, 1, 0x4bf0a1c2],
  ['RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=     1d', 0, 1, 0x1d],
  ['RTP/AVP/TCP;interleaved=4', 4, 5, undefined],
  ['RTP/AVP/TCP;unicast;destination=;source=;interleaved=2-3;mode="play"', 2, 3, undefined],
  ['RTP/AVP;unicast;interleaved=0-1', 0, 1, undefined],
  ['RTP/AVP/TCP;unicast', 0, 1, undefined],
  ['RTP/AVP/TCP;interleaved=9999-1;ssrc=notahexnumber', 0, 1, undefined],
  [undefined, 0, 1, undefined],
] as const)('%s', (value, rtp, rtcp, ssrc) => {
  expect(parseTransport(value, asked)).toEqual({ rtp, rtcp, ssrc })
})

test('a camera that answers with UDP ports is refused', () => {
  expect(() => parseTransport('RTP/AVP;unicast;client_port=0-1;server_port=6970-6971', asked)).toThrow(
    expect.objectContaining({ code: 'transport-refused' }),
  )
})

test.each([
  ['12345678', { id: '12345678', timeout: 60 }],
  ['12345678 ; timeout = 5 ', { id: '12345678', timeout: 5 }],
  ['a;b;timeout=0', { id: 'a', timeout: 60 }],
  ['  ', undefined],
  [undefined, undefined],
])('Session %j', (value, expected) => {
  expect(parseSession(value)).toEqual(expected)
})
