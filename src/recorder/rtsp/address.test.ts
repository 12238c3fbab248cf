import { describe, expect, test } from 'vitest'
import { baseUri, controlUris, parseAddress } from './address.ts'

const camera = parseAddress('rtsp://192.0.2.7:8554/cam/live?channel=1')

describe('address', () => {
  test.each([
    ['rtsp://192.0.2.7/a', '192.0.2.7', 554, 'rtsp://192.0.2.7/a'],
    ['RTSP://cam.example:8554', 'cam.example', 8554, 'rtsp://cam.example:8554/'],
    ['rtsp://[2001:db8::7]:10554/a?b#c', '2001:db8::7', 10554, 'rtsp://[2001:db8::7]:10554/a?b'],
    ['rtsp://cam?x=1', 'cam', 554, 'rtsp://cam/?x=1'],
  ])('%s', (url, host, port, uri) => {
    expect(parseAddress(url)).toMatchObject({ host, port, uri })
  })

  test.each([
    'http://cam/a',
    'rtsp://',
    'rtsp:///a',
    'rtsp://cam:99999/',
    'rtsp://cam:0/',
    'rtsp://2001:db8::7/a',
    'rtsp://user:pw@cam/a',
    'rtsp://cam/a b',
    'rtsp://cam/a\r\nX: y',
    '',
  ])('%j is a bad address, and the message does not repeat it', (url) => {
    try {
      parseAddress(url)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ name: 'RecorderFault', code: 'bad-address' })
      expect(String(error)).not.toContain('pw')
    }
  })
})

describe('Content-Base', () => {
  const origin = 'rtsp://192.0.2.7:8554'
  test.each([
    ['as it should be', 'rtsp://192.0.2.7:8554/cam/live/', `${origin}/cam/live/`],
    ['another host, as behind NAT', 'rtsp://10.0.0.5/cam/', `${origin}/cam/`],
    ['no scheme', '/cam/live/', `${origin}/cam/live/`],
    ['doubled rtsp://', 'rtsp://rtsp://192.0.2.7:8554/cam/', `${origin}/cam/`],
    ['bare IPv6', 'rtsp://2001:db8::7:8554/cam/', `${origin}/cam/`],
    ['relative', 'live/', `${camera.uri}/live/`],
    ['with a query', 'rtsp://x/cam?channel=1&subtype=0/', `${origin}/cam?channel=1&subtype=0/`],
    ['host only', 'rtsp://192.0.2.7', `${origin}/`],
    ['missing', undefined, camera.uri],
    ['empty', '  ', camera.uri],
    ['with blanks inside', 'rtsp://a/b c', camera.uri],
  ])('%s', (_name, given, expected) => {
    expect(baseUri(camera, given)).toBe(expected)
  })
})

describe('control URL', () => {
  const base = 'rtsp://192.0.2.7:8554/cam/live?channel=1'
  test.each([
    ['joined after a query string', 'trackID=1', `${base}/trackID=1`],
    ['with a slash of its own', '/trackID=1', `${base}/trackID=1`],
    ['a query', '?trackID=1', `${base}?trackID=1`],
    ['absolute, on another host', 'rtsp://10.0.0.5/cam/track1', 'rtsp://192.0.2.7:8554/cam/track1'],
    ['the session itself', '*', base],
    ['missing', undefined, base],
  ])('%s', (_name, control, expected) => {
    expect(controlUris(camera, base, control)[0]).toBe(expected)
  })

  test('other readings follow, each once', () => {
    expect(controlUris(camera, base, 'trackID=1')).toEqual([
      `${base}/trackID=1`,
      'rtsp://192.0.2.7:8554/cam/live/trackID=1',
      'rtsp://192.0.2.7:8554/cam/trackID=1',
    ])
    expect(controlUris(camera, 'rtsp://h/a/', 'track1')).toEqual(['rtsp://h/a/track1'])
  })
})
