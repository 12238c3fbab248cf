import { createHash } from 'node:crypto'
import { RecorderFault } from '../fault.ts'
import { type Challenge, type DigestAlgorithm, parseChallenges } from './challenge.ts'

export type Login = { readonly username: string; readonly password: string }

/** Answers a camera's challenges on one connection. */
export class Authenticator {
  readonly #login: Login | undefined
  readonly #newCnonce: () => string
  /** the challenge being answered, and weaker ones of the same answer that were not tried */
  #challenge: Challenge | undefined
  #others: Challenge[] = []
  #count = 0
  /** the camera has accepted our answer to this challenge */
  #accepted = false
  #renewals = 0

  /** @param newCnonce a fresh random string of hexadecimal digits for each challenge */
  constructor(login: Login | undefined, newCnonce: () => string) {
    this.#login = login
    this.#newCnonce = newCnonce
  }

  /** Value of the Authorization field for a request, or undefined while nothing was asked. */
  authorization(method: string, uri: string): string | undefined {
    const challenge = this.#challenge
    if (!challenge || !this.#login) return undefined
    if (challenge.scheme === 'basic') {
      const { username, password } = this.#login
      return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
    }
    this.#count++
    return digestAuthorization(challenge, this.#login, method, uri, this.#count, this.#newCnonce())
  }

  accepted(): void {
    this.#accepted = true
    this.#renewals = 0
  }

  /**
   * The camera answered 401. Returns when the request may be repeated.
   * @param values the values of all WWW-Authenticate fields
   * @throws RecorderFault `auth-required`, `auth-unsupported`, `auth-refused`
   */
  challenged(values: readonly string[]): void {
    const offered = parseChallenges(values)
    const [strongest] = offered
    if (!this.#login) throw new RecorderFault('auth-required', 'the camera asks for user name and password')
    if (!strongest) {
      const schemes = values.map((value) => value.slice(0, 60)).join(' | ')
      throw new RecorderFault('auth-unsupported', `no challenge that can be answered: ${schemes}`)
    }
    if (!this.#challenge) {
      this.#use(strongest, offered.slice(1))
      return
    }
    const stale = strongest.scheme === 'digest' && strongest.stale
    // a nonce that was good before and is not now has run out, even where the camera does not say so
    if ((stale || this.#accepted) && this.#renewals < 2) {
      this.#renewals++
      this.#use(this.#sameKind(offered) ?? strongest, this.#others)
      return
    }
    const tried = this.#others.shift()
    const weaker = tried && offered.find((challenge) => kind(challenge) === kind(tried))
    if (!weaker) throw new RecorderFault('auth-refused', 'user name or password refused')
    this.#use(weaker, this.#others)
  }

  #sameKind(offered: readonly Challenge[]): Challenge | undefined {
    const current = this.#challenge
    return current && offered.find((challenge) => kind(challenge) === kind(current))
  }

  #use(challenge: Challenge, others: Challenge[]): void {
    this.#challenge = challenge
    this.#others = others
    this.#accepted = false
    this.#count = 0
  }
}

function kind(challenge: Challenge): string {
  return challenge.scheme === 'digest' ? challenge.algorithm : 'basic'
}

/** RFC 7616 section 3.4, and without qop RFC 2069 section 2.1.2. */
function digestAuthorization(
  challenge: Extract<Challenge, { scheme: 'digest' }>,
  login: Login,
  method: string,
  uri: string,
  count: number,
  cnonce: string,
): string {
  const { realm, nonce, algorithm, algorithmText, opaque, qop } = challenge
  const secret = digest(algorithm, `${login.username}:${realm}:${login.password}`)
  const request = digest(algorithm, `${method}:${uri}`)
  const nc = count.toString(16).padStart(8, '0')
  const response = qop
    ? digest(algorithm, `${secret}:${nonce}:${nc}:${cnonce}:auth:${request}`)
    : digest(algorithm, `${secret}:${nonce}:${request}`)
  const parts = [
    `username=${quoted(login.username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
  ]
  if (algorithmText !== undefined) parts.push(`algorithm=${algorithmText}`)
  if (opaque !== undefined) parts.push(`opaque=${quoted(opaque)}`)
  if (qop) parts.push('qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`)
  return `Digest ${parts.join(', ')}`
}

function digest(algorithm: DigestAlgorithm, text: string): string {
  return createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text, 'utf8')
    .digest('hex')
}

function quoted(value: string): string {
  return `"${value.replaceAll(/[\r\n]/g, '').replaceAll(/["\\]/g, '\\$&')}"`
}
