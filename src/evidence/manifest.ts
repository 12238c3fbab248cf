/** `manifest.json`: what a bundle holds, byte by byte, and what it was made for. */

/** A run of bytes of a file, `offset` up to but not including `offset + length`. */
type Region = {
  readonly offset: number
  readonly length: number
  /** hexadecimal */
  readonly sha256: string
}

/** One fragment of footage as it stands in its file; times are the camera's, milliseconds since 1970. */
export type ManifestFragment = Region & {
  readonly from: number
  readonly to: number
  readonly frames: number
  /** where the sealed original is: epoch, leaf, and counter within the leaf */
  readonly epoch: string
  readonly leaf: number
  readonly fragment: number
}

/** An MP4 file without a hole: `init` and `fragments` fill it. */
export type ManifestFootage = {
  readonly file: string
  readonly camera: string
  readonly bytes: number
  readonly sha256: string
  readonly from: number
  readonly to: number
  readonly frames: number
  readonly init: Region
  readonly fragments: readonly ManifestFragment[]
}

export type ManifestFile = { readonly file: string; readonly bytes: number; readonly sha256: string }

export type ManifestCamera = {
  readonly number: number
  readonly camera: string
  readonly label: string
  /** true edges of what is in the bundle; null when the camera has nothing in the window */
  readonly from: number | null
  readonly to: number | null
}

export type ManifestHead = {
  readonly format: 'tsujiban bundle 1'
  /** the municipality */
  readonly issuer: string
  readonly store: string
  readonly export: string
  readonly case: string
  /** the clause that permits it */
  readonly ground: string
  readonly recipient: string
  readonly medium: string
  readonly madeAt: number
  /** of all days and times shown to people */
  readonly timeZone: string
  /** as asked for */
  readonly window: { readonly from: number; readonly to: number }
  /** the ledger entry of this export, and the checkpoint that it is proved under */
  readonly ledger: { readonly origin: string; readonly entry: number; readonly size: number }
}

export type Manifest = ManifestHead & {
  readonly cameras: readonly ManifestCamera[]
  readonly footage: readonly ManifestFootage[]
  /** everything else but the manifest and its signature */
  readonly files: readonly ManifestFile[]
}

export const manifestFormat = 'tsujiban bundle 1'
export const manifestFile = 'manifest.json'
export const signatureFile = 'manifest.sig'
export const publicKeyFile = 'public-key.txt'
export const checkpointFile = 'ledger/checkpoint'
export const proofFile = 'ledger/entry.tlog-proof'
export const entryFile = 'ledger/entry.json'
export const readMeEnglish = 'READ-ME.txt'
export const readMeJapanese = 'お読みください.txt'

/** One line for each fragment and file, so that people can read it and line tools can work on it. */
export function formatManifest(
  head: ManifestHead,
  cameras: readonly ManifestCamera[],
  footage: readonly string[],
  files: readonly ManifestFile[],
): string {
  const list = (lines: readonly string[]) => (lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`)
  const members = [
    ...Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`),
    `"cameras":${list(cameras.map((camera) => JSON.stringify(camera)))}`,
    `"footage":${list(footage)}`,
    `"files":${list(files.map((file) => JSON.stringify(file)))}`,
  ]
  return `{\n${members.join(',\n')}\n}\n`
}

/** The text of one footage file's entry, its fragments already being text: a long export keeps nothing else of them. */
export function formatFootage(
  footage: Omit<ManifestFootage, 'fragments'>,
  fragments: readonly string[],
): string {
  return `${JSON.stringify(footage).slice(0, -1)},"fragments":[\n${fragments.join(',\n')}\n]}`
}

/** The manifest, or in words why the text is none. Regions are checked to fill their files. */
export function parseManifest(text: string): Manifest | string {
  const value = parseJson(text)
  if (value === undefined) return 'not JSON'
  const wrong = firstWrong(value, manifestShape, 'manifest')
  if (wrong !== undefined) return wrong
  const manifest = value as Manifest
  const names = [...manifest.footage, ...manifest.files].map(({ file }) => file)
  if (new Set(names).size !== names.length) return 'a file is named twice'
  const gap = manifest.footage.find((footage) => !isFilled(footage))
  if (gap !== undefined) return `the fragments of ${gap.file} do not fill it`
  const stray = manifest.footage.find(
    ({ camera }) => !manifest.cameras.some((known) => known.camera === camera),
  )
  return stray === undefined ? manifest : `${stray.file} is of a camera that is not listed`
}

function isFilled({ init, fragments, bytes }: ManifestFootage): boolean {
  let next = 0
  for (const region of [init, ...fragments]) {
    if (region.offset !== next || region.length === 0) return false
    next += region.length
  }
  return next === bytes && fragments.length > 0
}

type Shape =
  | 'text'
  | 'count'
  | 'count or null'
  | 'hash'
  | typeof manifestFormat
  | readonly [Shape]
  | { readonly [name: string]: Shape }

const region = { offset: 'count', length: 'count', sha256: 'hash' } as const
const edges = { from: 'count', to: 'count' } as const
const file = { file: 'text', bytes: 'count', sha256: 'hash' } as const
const manifestShape = {
  format: manifestFormat,
  issuer: 'text',
  store: 'text',
  export: 'text',
  case: 'text',
  ground: 'text',
  recipient: 'text',
  medium: 'text',
  madeAt: 'count',
  timeZone: 'text',
  window: edges,
  ledger: { origin: 'text', entry: 'count', size: 'count' },
  cameras: [{ number: 'count', camera: 'text', label: 'text', from: 'count or null', to: 'count or null' }],
  footage: [
    {
      ...file,
      ...edges,
      camera: 'text',
      frames: 'count',
      init: region,
      fragments: [{ ...region, ...edges, frames: 'count', epoch: 'text', leaf: 'count', fragment: 'count' }],
    },
  ],
  files: [file],
} as const satisfies Shape

function firstWrong(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof shape === 'string') return fits(value, shape) ? undefined : path
  if (isList(shape)) {
    if (!Array.isArray(value)) return path
    for (const [i, item] of value.entries()) {
      const wrong = firstWrong(item, shape[0], `${path}[${i}]`)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path
  const members = value as Readonly<Record<string, unknown>>
  const known = Object.entries(shape)
  if (Object.keys(members).length !== known.length) return path
  for (const [name, inner] of known) {
    const wrong = firstWrong(members[name], inner, `${path}.${name}`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape)
}

function fits(value: unknown, shape: Extract<Shape, string>): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string'
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0
    case 'count or null':
      return value === null || fits(value, 'count')
    case 'hash':
      return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
    case 'tsujiban bundle 1':
      return value === shape
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
