import { createHash, timingSafeEqual } from 'node:crypto'

/** Basic is RFC 7617, Digest with MD5 is RFC 2617, with SHA-256 it is RFC 7616. */
export const authSchemes = ['digest-md5', 'digest-sha-256', 'basic'] as const
type AuthScheme = (typeof authSchemes)[number]

export type CameraAuth = {
  readonly username: string
  readonly password: string
  /** offered in this order, one WWW-Authenticate header each; `digest-md5` alone unless told */
  readonly schemes?: readonly AuthScheme[]
  /** false leaves `qop` out, as cameras of RFC 2069 do; true unless told */
  readonly qop?: boolean
  /** `virtual camera` unless told */
  readonly realm?: string
}

const realmOf = (auth: CameraAuth) => auth.realm ?? 'virtual camera'
const schemesOf = (auth: CameraAuth) => auth.schemes ?? ['digest-md5']

/** Values of the WWW-Authenticate headers. */
export function challenges(auth: CameraAuth, nonce: string, stale: boolean): readonly string[] {
  return schemesOf(auth).map((scheme) => {
    if (scheme === 'basic') return `Basic realm="${realmOf(auth)}"`
    const parts = [`Digest realm="${realmOf(auth)}"`, `nonce="${nonce}"`]
    parts.push(`algorithm=${scheme === 'digest-md5' ? 'MD5' : 'SHA-256'}`)
    if (auth.qop !== false) parts.push('qop="auth"')
    if (stale) parts.push('stale=true')
    return parts.join(', ')
  })
}

export type Proof = {
  readonly header: string | undefined
  readonly method: string
  readonly uri: string
  /** the nonce this connection was given last, and the highest count it has used with it */
  readonly nonce: string
  readonly count: number
}

export type AuthOutcome =
  | { readonly kind: 'accepted'; readonly count: number }
  | { readonly kind: 'refused' }
  /** right but for the nonce or its count: the client may try again */
  | { readonly kind: 'stale' }

export function authorise(auth: CameraAuth, proof: Proof): AuthOutcome {
  const refused = { kind: 'refused' } as const
  const basic = /^Basic +(\S+)$/i.exec(proof.header ?? '')
  if (basic !== null) {
    const right = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')
    return schemesOf(auth).includes('basic') && same(right, basic[1]!)
      ? { kind: 'accepted', count: proof.count }
      : refused
  }
  const digest = /^Digest +(.*)$/i.exec(proof.header ?? '')
  if (digest === null) return refused
  return authoriseDigest(auth, proof, parameters(digest[1]!))
}

function authoriseDigest(auth: CameraAuth, proof: Proof, given: ReadonlyMap<string, string>): AuthOutcome {
  const get = (name: string) => given.get(name) ?? ''
  const algorithm = (given.get('algorithm') ?? 'MD5').toUpperCase()
  const scheme = algorithm === 'MD5' ? 'digest-md5' : algorithm === 'SHA-256' ? 'digest-sha-256' : undefined
  if (scheme === undefined || !schemesOf(auth).includes(scheme)) return { kind: 'refused' }
  const hash = (text: string) =>
    createHash(scheme === 'digest-md5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const withQop = auth.qop !== false
  const secret = hash(`${auth.username}:${realmOf(auth)}:${auth.password}`)
  const message = hash(`${proof.method}:${get('uri')}`)
  const right = withQop
    ? hash([secret, get('nonce'), get('nc'), get('cnonce'), 'auth', message].join(':'))
    : hash([secret, get('nonce'), message].join(':'))
  const matches =
    same(right, get('response')) &&
    get('username') === auth.username &&
    get('realm') === realmOf(auth) &&
    get('uri') === proof.uri &&
    (!withQop || (get('qop') === 'auth' && get('cnonce') !== ''))
  if (!matches) return { kind: 'refused' }
  if (get('nonce') !== proof.nonce) return { kind: 'stale' }
  if (!withQop) return { kind: 'accepted', count: proof.count }
  const count = /^[0-9a-f]{8}$/i.test(get('nc')) ? Number.parseInt(get('nc'), 16) : 0
  return count > proof.count ? { kind: 'accepted', count } : { kind: 'stale' }
}

function parameters(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name, quoted, plain] of text.matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s,"]+))/gi))
    found.set(name!.toLowerCase(), quoted ?? plain ?? '')
  return found
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
