import type { CameraConfig } from './camera.ts'
import { type ClipSource, clipNames } from './clip.ts'
import { authSchemes, type CameraAuth } from './digest.ts'
import type { VirtualCamerasConfig } from './server.ts'

export class ConfigFault extends Error {
  readonly code = 'bad-config'
  constructor(what: string) {
    super(`virtual cameras: ${what}`)
    this.name = 'ConfigFault'
  }
}

/** Reads the configuration that came as JSON. @throws ConfigFault naming the field */
export function parseConfig(json: string): VirtualCamerasConfig {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new ConfigFault('the configuration is not JSON')
  }
  const fields = new Fields(value, 'configuration', ['host', 'port', 'cameras'])
  const cameras = fields.list('cameras').map((camera, i) => parseCamera(camera, `cameras[${i}]`))
  if (cameras.length === 0) throw new ConfigFault('cameras is empty')
  if (new Set(cameras.map(({ path }) => path)).size < cameras.length)
    throw new ConfigFault('two cameras have the same path')
  const host = fields.text('host')
  const port = fields.number('port', 0, 65_535)
  return { ...(host !== undefined && { host }), ...(port !== undefined && { port }), cameras }
}

function parseCamera(value: unknown, at: string): CameraConfig {
  const known = ['path', 'clip', 'auth', 'speed', 'padTo', 'sessionTimeoutSeconds', 'join', 'remember']
  const fields = new Fields(value, at, known)
  const path = fields.text('path')
  if (path === undefined || !/^[\w./-]+$/.test(path)) throw new ConfigFault(`${at}.path is no path`)
  const auth = fields.get('auth')
  const speed = fields.number('speed', 0.01, 1000)
  const padTo = fields.number('padTo', 1, 1e9)
  const sessionTimeoutSeconds = fields.number('sessionTimeoutSeconds', 1, 3600)
  const remember = fields.number('remember', 1, 1e7)
  const join = fields.oneOf('join', ['key-frame', 'at-once'] as const)
  return {
    path,
    clip: parseClipSource(fields.get('clip'), `${at}.clip`),
    ...(auth !== undefined && { auth: parseAuth(auth, `${at}.auth`) }),
    ...(speed !== undefined && { speed }),
    ...(padTo !== undefined && { padTo }),
    ...(sessionTimeoutSeconds !== undefined && { sessionTimeoutSeconds }),
    ...(remember !== undefined && { remember }),
    ...(join !== undefined && { join }),
  }
}

function parseClipSource(value: unknown, at: string): ClipSource {
  const ours = clipNames.find((name) => name === value)
  if (ours !== undefined) return ours
  if (typeof value === 'string') throw new ConfigFault(`${at} must be one of ${clipNames.join(', ')}`)
  const fields = new Fields(value, at, ['file', 'framesPerSecond'])
  const file = fields.text('file')
  const framesPerSecond = fields.number('framesPerSecond', 0.1, 1000)
  if (file === undefined || framesPerSecond === undefined)
    throw new ConfigFault(`${at} needs file and framesPerSecond`)
  return { file, framesPerSecond }
}

function parseAuth(value: unknown, at: string): CameraAuth {
  const fields = new Fields(value, at, ['username', 'password', 'schemes', 'qop'])
  const username = fields.text('username')
  const password = fields.text('password')
  if (username === undefined || password === undefined)
    throw new ConfigFault(`${at} needs username and password`)
  const schemes = fields.has('schemes')
    ? fields.list('schemes').map((scheme) => {
        const known = authSchemes.find((one) => one === scheme)
        if (known === undefined) throw new ConfigFault(`${at}.schemes may hold ${authSchemes.join(', ')}`)
        return known
      })
    : undefined
  return {
    username,
    password,
    ...(schemes && { schemes }),
    ...(fields.get('qop') === false && { qop: false }),
  }
}

/** Typed access to an object of the configuration; unknown fields are refused, for a misspelt one would be silently ignored. */
class Fields {
  readonly #at: string
  readonly #fields: ReadonlyMap<string, unknown>

  constructor(value: unknown, at: string, known: readonly string[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ConfigFault(`${at} is not an object`)
    this.#at = at
    this.#fields = new Map(Object.entries(value))
    for (const name of this.#fields.keys())
      if (!known.includes(name)) throw new ConfigFault(`${at} has no field ${name}`)
  }

  get(name: string): unknown {
    return this.#fields.get(name)
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  text(name: string): string | undefined {
    const value = this.#fields.get(name)
    if (value === undefined || typeof value === 'string') return value
    throw new ConfigFault(`${this.#at}.${name} is no text`)
  }

  number(name: string, least: number, most: number): number | undefined {
    const value = this.#fields.get(name)
    if (value === undefined) return undefined
    if (typeof value === 'number' && value >= least && value <= most) return value
    throw new ConfigFault(`${this.#at}.${name} is no number from ${least} to ${most}`)
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.#fields.get(name)
    const found = allowed.find((one) => one === value)
    if (value === undefined || found !== undefined) return found
    throw new ConfigFault(`${this.#at}.${name} must be one of ${allowed.join(', ')}`)
  }

  list(name: string): readonly unknown[] {
    const value = this.#fields.get(name)
    if (Array.isArray(value)) return value
    throw new ConfigFault(`${this.#at}.${name} is no list`)
  }
}
