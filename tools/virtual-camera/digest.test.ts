import { expect, it } from 'vitest'
import { authorise, type CameraAuth, challenges } from './digest.ts'

/** RFC 7616, section 3.9.1 */
const rfc = {
  auth: {
    username: 'Mufasa',
    password: 'Circle of Life',
    realm: 'http-auth@example.org',
    schemes: ['digest-sha-256', 'digest-md5'],
  } satisfies CameraAuth,
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  header: (algorithm: string, response: string) =>
    [
      'Digest username="Mufasa"',
      'realm="http-auth@example.org"',
      'uri="/dir/index.html"',
      `algorithm=${algorithm}`,
      'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"',
      'nc=00000001',
      'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
      'qop=auth',
      `response="${response}"`,
      'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
    ].join(', '),
}
const md5 = rfc.header('MD5', '8ca523f5e9506fed4657c9700eebdbec')
const sha256 = rfc.header('SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1')
const proof = (header: string | undefined) => ({
  header,
  method: 'GET',
  uri: '/dir/index.html',
  nonce: rfc.nonce,
  count: 0,
})

it('accepts the examples of RFC 7616', () => {
  expect(authorise(rfc.auth, proof(md5))).toEqual({ kind: 'accepted', count: 1 })
  expect(authorise(rfc.auth, proof(sha256))).toEqual({ kind: 'accepted', count: 1 })
})

it('refuses another method, address, password or scheme', () => {
  expect(authorise(rfc.auth, { ...proof(md5), method: 'PUT' }).kind).toBe('refused')
  expect(authorise(rfc.auth, { ...proof(md5), uri: '/dir/other.html' }).kind).toBe('refused')
  expect(authorise({ ...rfc.auth, password: 'Circle of life' }, proof(md5)).kind).toBe('refused')
  expect(authorise({ ...rfc.auth, schemes: ['digest-md5'] }, proof(sha256)).kind).toBe('refused')
  expect(authorise(rfc.auth, proof('Digest')).kind).toBe('refused')
  expect(authorise(rfc.auth, proof('Digest nonsense')).kind).toBe('refused')
  expect(authorise(rfc.auth, proof(undefined)).kind).toBe('refused')
})

it('tells a stale nonce and a repeated count from a wrong password', () => {
  expect(authorise(rfc.auth, { ...proof(md5), nonce: 'another' }).kind).toBe('stale')
  expect(authorise(rfc.auth, { ...proof(md5), count: 1 }).kind).toBe('stale')
})

it('takes Basic only where it is offered', () => {
  const header = `Basic ${Buffer.from('Mufasa:Circle of Life').toString('base64')}`
  expect(authorise(rfc.auth, proof(header)).kind).toBe('refused')
  expect(authorise({ ...rfc.auth, schemes: ['basic'] }, proof(header)).kind).toBe('accepted')
})

it('offers the schemes in the order configured', () => {
  expect(challenges({ username: 'u', password: 'p' }, 'n', false)).toEqual([
    'Digest realm="virtual camera", nonce="n", algorithm=MD5, qop="auth"',
  ])
  expect(
    challenges({ username: 'u', password: 'p', schemes: ['basic', 'digest-sha-256'], qop: false }, 'n', true),
  ).toEqual([
    'Basic realm="virtual camera"',
    'Digest realm="virtual camera", nonce="n", algorithm=SHA-256, stale=true',
  ])
})
