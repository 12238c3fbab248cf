import { expect, it } from 'vitest'
import { RequestFault, RequestReader } from './rtsp-request.ts'

const text = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)

function codeOf(bytes: Uint8Array): string {
  try {
    new RequestReader().push(bytes)
  } catch (fault) {
    if (fault instanceof RequestFault) return fault.code
    throw fault
  }
  return 'none'
}

it('cuts requests, bodies and packets out of a stream that comes byte by byte', () => {
  const stream = Buffer.concat([
    text('OPTIONS * RTSP/1.0', 'cseq : 1 ', 'X: a:b'),
    Buffer.of(0x24, 1, 0, 2, 7, 8),
    text('SET_PARAMETER rtsp://h/c RTSP/1.0', 'CSeq: 2', 'Content-Length: 3'),
    Buffer.from('abc'),
    text('TEARDOWN rtsp://h/c RTSP/1.0', 'CSeq: 3'),
  ])
  const reader = new RequestReader()
  const found = [...stream].flatMap((byte) => [...reader.push(Uint8Array.of(byte))])
  expect(found).toEqual([
    {
      kind: 'request',
      method: 'OPTIONS',
      uri: '*',
      headers: new Map([
        ['cseq', '1'],
        ['x', 'a:b'],
      ]),
    },
    { kind: 'packet', channel: 1, payload: Buffer.of(7, 8) },
    expect.objectContaining({ method: 'SET_PARAMETER' }),
    expect.objectContaining({ method: 'TEARDOWN', uri: 'rtsp://h/c' }),
  ])
})

it('names what is wrong with a request', () => {
  expect(codeOf(text('GET / HTTP/1.1'))).toBe('bad-request-line')
  expect(codeOf(text('OPTIONS * RTSP/1.0', 'no colon'))).toBe('bad-header')
  expect(codeOf(text('OPTIONS * RTSP/1.0', 'Content-Length: -1'))).toBe('bad-length')
  expect(codeOf(text('OPTIONS * RTSP/1.0', 'Content-Length: 65537'))).toBe('bad-length')
  expect(codeOf(Buffer.alloc(16_385, 'a'))).toBe('too-long')
})
