import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What the browser app may import of the vault; each may import its like, pure domain code and the packages below. */
const entries = [
  'argon2id.ts',
  'argon2id-browser.ts',
  'clip-key.ts',
  'export-keys.ts',
  'fault.ts',
  'grant.ts',
  'hpke.ts',
  'instruction.ts',
  'leaf-key.ts',
  'leaf-ref.ts',
  'office-lock.ts',
  'open.ts',
  'p256.ts',
  'passphrase.ts',
  'person-keys.ts',
  'ratchet.ts',
  'recovery-kit.ts',
  'release.ts',
  'role-key.ts',
  'romaji.ts',
  'secret.ts',
  'unlock.ts',
]
const packages = [
  '@hpke/core',
  '@noble/hashes/hkdf.js',
  '@noble/hashes/hmac.js',
  '@noble/hashes/sha2.js',
  'hash-wasm',
  'shamir-secret-sharing',
]

/** Missing in one of Chrome 120, Firefox 128 and Safari 17, or in every browser. */
const tooNew =
  /\b(?:Temporal|Buffer|process|require|__dirname)\b|\.(?:toHex|toBase64|setFromBase64|setFromHex|transfer|isSupersetOf|isSubsetOf|isDisjointFrom|union|intersection|difference|symmetricDifference|getOrInsert)\(|\b(?:Uint8Array\.from(?:Hex|Base64)|Promise\.(?:withResolvers|try)|Array\.fromAsync|Object\.groupBy|Map\.groupBy|Iterator\.|RegExp\.escape|Math\.sumPrecise)|\b(?:X25519|Ed25519|HKDF)\b['"]|\.values\(\)\.(?:map|filter|toArray)|\bawait using\b|\busing [a-z]/

const source = resolve(import.meta.dirname, '..')

function importsOf(text: string): readonly string[] {
  return [
    ...text.matchAll(/(?:^|\n)(?:import|export)\b(?! type\b)[^'"\n;]*(?:\n[^'"\n;]*)*?from '([^']+)'/g),
  ].map((match) => match[1] ?? '')
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}

function walk(file: string, seen: Map<string, string>): void {
  if (seen.has(file)) return
  const text = withoutComments(readFileSync(file, 'utf8'))
  seen.set(file, text)
  for (const name of importsOf(text)) if (name.startsWith('.')) walk(join(dirname(file), name), seen)
}

const files = new Map<string, string>()
for (const entry of entries) walk(join(source, 'vault', entry), files)

describe('modules for browser and server', () => {
  test('the walk sees through to the ground', () => {
    const names = [...files.keys()].map((file) => relative(source, file))
    for (const expected of ['domain/ids.ts', 'domain/canonical-json.ts', 'vault/passphrase-words.ts'])
      expect(names).toContain(expected)
    expect(
      importsOf(
        "import {\n  a,\n  b,\n} from './x.ts'\nimport type { C } from 'node:fs'\nexport { d } from 'y'",
      ),
    ).toEqual(['./x.ts', 'y'])
    for (const [text, good] of [
      ['Buffer.from(x)', false],
      ['x.toHex()', false],
      ["{ name: 'Ed25519' }", false],
      ['map.values().map(f)', false],
      ['toHex(x)', true],
      ['[...map.values()].map(f)', true],
    ] as const)
      expect(tooNew.test(text), text).toBe(!good)
  })

  test.each([...files].map(([file, text]) => [relative(source, file), file, text] as const))(
    '%s imports nothing that a browser lacks',
    (_, file, text) => {
      for (const name of importsOf(text)) {
        if (name.startsWith('.')) expect(existsSync(join(dirname(file), name)), name).toBe(true)
        else expect(packages).toContain(name)
      }
      expect(text).not.toMatch(/\bimport\(/)
      expect(text.match(tooNew)?.[0]).toBeUndefined()
    },
  )
})
