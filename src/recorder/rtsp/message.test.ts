import { expect, test } from 'vitest'
import { contentLength, field, formatRequest, parseHead } from './message.ts'

test('lower-case Content-length, trailing spaces in headers', () => {
  const head = parseHead(
    'RTSP/1.0 200 OK\r\nCseq: 2 \r\ncontent-length:  12  \r\nContent-Type: application/sdp ',
  )
  expect(head).toMatchObject({ kind: 'response', status: 200, reason: 'OK' })
  expect(field(head.headers, 'cseq')).toBe('2')
  expect(contentLength(head.headers)).toBe(12)
})

test('two WWW-Authenticate headers are kept in order', () => {
  const head = parseHead('RTSP/1.0 401 Unauthorized\nWWW-Authenticate: Digest a\nWWW-Authenticate: Basic b')
  expect(head.headers.get('www-authenticate')).toEqual(['Digest a', 'Basic b'])
})

test('no reason, lines without colon', () => {
  expect(parseHead('RTSP/1.0 454\r\nrubbish\r\n: nothing\r\nCSeq: 1')).toMatchObject({
    status: 454,
    reason: '',
  })
})

test('a request of the camera', () => {
  expect(parseHead('OPTIONS * RTSP/1.0\r\nCSeq: 9')).toMatchObject({ kind: 'request', method: 'OPTIONS' })
})

test.each([
  ['HTTP/1.1 200 OK', 'bad-message'],
  ['RTSP/1.0 20 OK', 'bad-message'],
  ['', 'bad-message'],
  [`RTSP/1.0 200 OK${'\r\na: b'.repeat(101)}`, 'bad-message'],
])('%j: %s', (text, code) => {
  expect(() => parseHead(text)).toThrow(expect.objectContaining({ name: 'RecorderFault', code }))
})

test.each([
  ['x', 'bad-message'],
  ['-1', 'bad-message'],
  ['999999', 'body-too-long'],
])('Content-Length %s: %s', (value, code) => {
  expect(() => contentLength(new Map([['content-length', [value]]]))).toThrow(
    expect.objectContaining({ code }),
  )
})

test('CSeq is written as cameras compare it', () => {
  const text = formatRequest('OPTIONS', 'rtsp://h/', 3, [['User-Agent', 'x']])
  expect(text).toBe('OPTIONS rtsp://h/ RTSP/1.0\r\nCSeq: 3\r\nUser-Agent: x\r\n\r\n')
})
