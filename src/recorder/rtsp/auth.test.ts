import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Authenticator } from './auth.ts'
import { parseChallenges } from './challenge.ts'

const login = { username: 'Mufasa', password: 'Circle Of Life' }
const cnonce = '0a4f113b'

function asked(values: readonly string[], as: typeof login | undefined = login): Authenticator {
  const auth = new Authenticator(as, () => cnonce)
  auth.challenged(values)
  return auth
}

function parameter(authorization: string | undefined, name: string): string | undefined {
  return new RegExp(`\\b${name}="?([^",]*)`).exec(authorization ?? '')?.[1]
}

test('the example of RFC 2617 section 3.5, MD5 with qop', () => {
  const auth = asked([
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  ])
  const sent = auth.authorization('GET', '/dir/index.html')
  expect(parameter(sent, 'response')).toBe('6629fae49393a05397450978507c4ef1')
  expect(parameter(sent, 'opaque')).toBe('5ccc069c403ebaf9f0171e9517f40e41')
  expect(parameter(sent, 'nc')).toBe('00000001')
  expect(parameter(auth.authorization('GET', '/dir/index.html'), 'nc')).toBe('00000002')
})

test('the example of RFC 7616 section 3.9.1, SHA-256', () => {
  const auth = new Authenticator(
    { username: 'Mufasa', password: 'Circle of Life' },
    () => 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  )
  auth.challenged([
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  ])
  expect(parameter(auth.authorization('GET', '/dir/index.html'), 'response')).toBe(
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  )
})

describe('quirks', () => {
  test('no qop: the form of RFC 2069', () => {
    const sent = asked(['Digest realm="r", nonce="n"']).authorization('DESCRIBE', 'rtsp://h/')
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
    expect(parameter(sent, 'response')).toBe(
      md5(`${md5('Mufasa:r:Circle Of Life')}:n:${md5('DESCRIBE:rtsp://h/')}`),
    )
    expect(sent).not.toMatch(/qop|cnonce|nc=|algorithm/)
  })

  test('SHA-256-only digest', () => {
    const sent = asked(['Digest realm="r",nonce="n",algorithm="SHA-256",qop="auth"']).authorization('X', 'u')
    expect(parameter(sent, 'response')).toHaveLength(64)
    expect(sent).toContain('algorithm=SHA-256')
  })

  test('two WWW-Authenticate headers: the strongest offered, then the next, never Basic beside a digest', () => {
    const offers = [
      'Basic realm="r"',
      'Digest realm="r", nonce="1"',
      'Digest realm="r", nonce="2", algorithm=SHA-256',
    ]
    const auth = asked(offers)
    expect(parameter(auth.authorization('X', 'u'), 'response')).toHaveLength(64)
    auth.challenged(offers)
    expect(parameter(auth.authorization('X', 'u'), 'response')).toHaveLength(32)
    expect(() => auth.challenged(offers)).toThrow(expect.objectContaining({ code: 'auth-refused' }))
  })

  test('several challenges in one header', () => {
    const offers = parseChallenges(['Digest realm="a, b", nonce="x", qop=auth, Basic realm="c"'])
    expect(offers).toMatchObject([{ scheme: 'digest', realm: 'a, b', nonce: 'x', qop: true }])
  })

  test('extra unknown digest parameters (random)', () => {
    const offers = parseChallenges([
      'Digest realm="IP Camera(12345)", nonce="6664", random="Qk9", stale="FALSE", weird, =, opaque=""',
    ])
    expect(offers).toMatchObject([{ realm: 'IP Camera(12345)', nonce: '6664', stale: false, opaque: '' }])
  })

  test('stale nonce: asked again with the new one, not for ever', () => {
    const auth = asked(['Digest realm="r", nonce="1"'])
    auth.challenged(['Digest realm="r", nonce="2", stale=true'])
    expect(parameter(auth.authorization('X', 'u'), 'nonce')).toBe('2')
    auth.challenged(['Digest realm="r", nonce="3", stale=TRUE'])
    expect(() => auth.challenged(['Digest realm="r", nonce="4", stale=true'])).toThrow(
      expect.objectContaining({ code: 'auth-refused' }),
    )
  })

  test('a nonce that ran out without saying so, again and again over hours', () => {
    const auth = asked(['Digest realm="r", nonce="0"'])
    for (let i = 1; i < 10; i++) {
      auth.accepted()
      auth.challenged([`Digest realm="r", nonce="${i}"`])
      expect(parameter(auth.authorization('X', 'u'), 'nonce')).toBe(`${i}`)
    }
  })
})

test('Basic where it is all there is, in UTF-8', () => {
  const auth = asked(['Basic realm="r"'], { username: 'あ', password: 'p:q' })
  expect(auth.authorization('X', 'u')).toBe(`Basic ${Buffer.from('あ:p:q').toString('base64')}`)
})

test('quotes and line ends in a name cannot end the header', () => {
  const sent = asked(['Digest realm="a\\"b", nonce="n"'], {
    username: 'x"\r\nEvil: y',
    password: '',
  }).authorization('X', 'u')
  expect(sent).toContain('username="x\\"Evil: y", realm="a\\"b"')
})

test.each([
  ['auth-required', undefined, ['Digest realm="r", nonce="n"']],
  ['auth-unsupported', login, []],
  ['auth-unsupported', login, ['Digest realm="r", nonce="n", algorithm=SHA-512']],
  ['auth-unsupported', login, ['Digest realm="r", nonce="n", qop="auth-int"']],
  ['auth-unsupported', login, ['Negotiate abc', 'Digest realm="no nonce"']],
] as const)('%s', (code, as, values) => {
  expect(() => new Authenticator(as, () => cnonce).challenged(values)).toThrow(
    expect.objectContaining({ code }),
  )
})
