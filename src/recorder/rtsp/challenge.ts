/** What a camera asks for in a WWW-Authenticate field (RFC 7616 section 3.3, RFC 7617 section 2). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'digest'
      readonly realm: string
      readonly nonce: string
      readonly algorithm: DigestAlgorithm
      /** as the camera wrote it; not repeated when it wrote none */
      readonly algorithmText: string | undefined
      /** false: the older form of RFC 2069 */
      readonly qop: boolean
      readonly opaque: string | undefined
      readonly stale: boolean
    }

export type DigestAlgorithm = 'MD5' | 'SHA-256'

const algorithms = new Map<string, DigestAlgorithm>([
  ['md5', 'MD5'],
  ['sha-256', 'SHA-256'],
  ['sha256', 'SHA-256'],
])
const MOST_CHALLENGES = 16

/**
 * The challenges that we can answer, strongest first: SHA-256, MD5; Basic only when no digest is offered, for it gives the password away.
 * @param values the values of all WWW-Authenticate fields; unknown schemes, algorithms and parameters are passed over
 */
export function parseChallenges(values: readonly string[]): Challenge[] {
  const found: Challenge[] = []
  for (const value of values.slice(0, MOST_CHALLENGES))
    for (const part of splitChallenges(value)) {
      const challenge = parseChallenge(part.scheme, part.parameters)
      if (challenge) found.push(challenge)
    }
  const digests = found.filter((challenge) => challenge.scheme === 'digest')
  if (digests.length === 0) return found.slice(0, 1)
  return [
    ...digests.filter((challenge) => challenge.algorithm === 'SHA-256'),
    ...digests.filter((challenge) => challenge.algorithm === 'MD5'),
  ]
}

/** One field may hold several challenges; a new one begins at a word that is followed by a blank, not by `=`. */
function splitChallenges(value: string): { scheme: string; parameters: Map<string, string> }[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  const pattern =
    /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*))|([A-Za-z][A-Za-z0-9_-]*)(?=\s+[A-Za-z0-9]|\s*$)/g
  for (const match of value.slice(0, 4096).matchAll(pattern)) {
    const [, name, quoted, plain, scheme] = match
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() })
    else if (name !== undefined)
      challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '')
  }
  return challenges
}

function parseChallenge(scheme: string, parameters: Map<string, string>): Challenge | undefined {
  if (scheme === 'basic') return { scheme: 'basic' }
  const nonce = parameters.get('nonce')
  if (scheme !== 'digest' || nonce === undefined) return undefined
  const algorithmText = parameters.get('algorithm')
  const algorithm = algorithms.get((algorithmText || 'MD5').toLowerCase())
  const qop =
    parameters
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean) ?? []
  if (!algorithm || (qop.length > 0 && !qop.includes('auth'))) return undefined
  return {
    scheme: 'digest',
    realm: parameters.get('realm') ?? '',
    nonce,
    algorithm,
    algorithmText: algorithmText || undefined,
    qop: qop.length > 0,
    opaque: parameters.get('opaque'),
    stale: parameters.get('stale')?.toLowerCase() === 'true',
  }
}
