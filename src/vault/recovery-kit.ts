import { sha256 } from '@noble/hashes/sha2.js'
import { combine, split } from 'shamir-secret-sharing'
import { VaultFault } from './fault.ts'
import { idBytes } from './leaf-ref.ts'
import { checkRoleKey, type PublicRoleKey, type RoleKey } from './role-key.ts'
import { join, type RandomBytes, randomSecret, secretBytes, wipe } from './secret.ts'

const sheetCount = 3
const sheetsNeeded = 2
const lineCount = 4
const lineLength = 16
const kitLength = 8
const version = 1
/** Crockford's base 32: no I, L, O and U, so that paper can be read back */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** One sheet of paper. A share by itself tells nothing of the key; being for paper it is text. */
export type RecoverySheet = {
  /** number of the kit, the same on all its sheets: `XXXX-XXXX` */
  readonly kit: string
  readonly sheet: number
  readonly of: number
  readonly needed: number
  /** four lines `XXXX-XXXX-XXXX-XXXX`, each with its own check */
  readonly lines: readonly string[]
}

/** A sheet as somebody typed it. */
export type TypedSheet = { readonly kit: string; readonly lines: readonly string[] }

function encode(bytes: Uint8Array): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += alphabet[(value >> bits) & 31] ?? ''
    }
    value &= (1 << bits) - 1
  }
  return out
}

function decode(text: string, length: number): Uint8Array<ArrayBuffer> {
  const out = secretBytes(length)
  let bits = 0
  let value = 0
  let at = 0
  for (const character of text) {
    value = (value << 5) | alphabet.indexOf(character)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      out[at++] = value >> bits
      value &= (1 << bits) - 1
    }
  }
  return out
}

/** What was typed, in the alphabet: spaces and strokes dropped, O read as 0, I and L as 1. */
export function readTyped(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-ー−‐–—]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
}

function grouped(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-')
}

/** Two characters that depend on all of `parts`: a mistake goes unseen once in a thousand, and `shareCheck` is behind it. */
function checkOf(...parts: readonly (string | number)[]): string {
  const digest = sha256(new TextEncoder().encode(`tsujiban recovery kit 1/${parts.join('/')}`))
  return encode(digest.subarray(0, 2)).slice(0, 2)
}

function lineOf(kit: string, sheet: number, line: number, data: string): string {
  return data + checkOf('line', kit, sheet, line, data)
}

/** First byte of a hash over the whole share: found out here are lines that were changed together with their checks. */
function shareCheck(kit: string, share: Uint8Array): number {
  const digest = sha256(join(new TextEncoder().encode(`tsujiban recovery kit 1/share/${kit}`), share))
  return digest[0] ?? 0
}

/** Splits the role key into three sheets of which any two give it back (Shamir over GF(2^8)). The role key is left as it is. */
export async function makeRecoveryKit(
  roleKey: RoleKey,
  random: RandomBytes = randomSecret,
): Promise<readonly RecoverySheet[]> {
  const number = encode(random(5)).slice(0, 6)
  const kit = number + checkOf('kit', number)
  const shares = await split(roleKey.scalar, sheetCount, sheetsNeeded)
  return shares.map((share, i) => {
    const sheet = i + 1
    const text = encode(join(Uint8Array.of(version), share, Uint8Array.of(shareCheck(kit, share))))
    wipe(share)
    const lines = (text.match(/.{14}/g) ?? []).map((data, i) => grouped(lineOf(kit, sheet, i + 1, data)))
    return { kit: grouped(kit), sheet, of: sheetCount, needed: sheetsNeeded, lines }
  })
}

function isKit(kit: string): boolean {
  return kit.length === kitLength && checkOf('kit', kit.slice(0, 6)) === kit.slice(6)
}

function readKit(typed: string): string {
  const kit = readTyped(typed)
  if (!isKit(kit)) throw new VaultFault('kit-id', "the kit's number is mistyped")
  return kit
}

/** Lines that are wrong if this is sheet `sheet`, from 1. */
function wrongLines(kit: string, sheet: number, lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, i) => (lineOf(kit, sheet, i + 1, line.slice(0, 14)) === line ? [] : [i + 1]))
}

/** The sheet's number is not typed: it is the one under which most lines are right. */
function likeliestSheet(
  kit: string,
  lines: readonly string[],
): { readonly sheet: number; readonly wrong: readonly number[] } | undefined {
  return Array.from({ length: sheetCount }, (_, i) => ({
    sheet: i + 1,
    wrong: wrongLines(kit, i + 1, lines),
  })).sort((a, b) => a.wrong.length - b.wrong.length)[0]
}

/** `unfinished`: too short to be judged. */
type TypedState = 'unfinished' | 'right' | 'wrong'

/** Judges a sheet while it is typed, each line once it is long enough; lines wait for the kit's number, which is part of their checks. */
export function judgeSheet(typed: TypedSheet): {
  readonly kit: TypedState
  readonly lines: readonly TypedState[]
} {
  const kit = readTyped(typed.kit)
  const lines = Array.from({ length: lineCount }, (_, i) => readTyped(typed.lines[i] ?? ''))
  const kitState = kit.length < kitLength ? 'unfinished' : isKit(kit) ? 'right' : 'wrong'
  const wrong = likeliestSheet(kit, lines)?.wrong ?? []
  return {
    kit: kitState,
    lines: lines.map((line, i) =>
      kitState !== 'right' || line.length < lineLength
        ? 'unfinished'
        : wrong.includes(i + 1)
          ? 'wrong'
          : 'right',
    ),
  }
}

/** @param position of the sheet among those typed, from 1: for messages */
function readSheet(typed: TypedSheet, position: number): { kit: string; sheet: number; share: Uint8Array } {
  const kit = readKit(typed.kit)
  const lines = Array.from({ length: lineCount }, (_, i) => readTyped(typed.lines[i] ?? ''))
  const best = likeliestSheet(kit, lines)
  const sheet = String(position)
  const line = String(best?.wrong[0] ?? 1)
  if (best === undefined || best.wrong.length > 0)
    throw new VaultFault('kit-line', `sheet ${sheet}, line ${line} is mistyped`, { params: { sheet, line } })
  const bytes = decode(lines.map((line) => line.slice(0, 14)).join(''), 35)
  const share = join(bytes.subarray(1, 34))
  const sound = bytes[0] === version && bytes[34] === shareCheck(kit, share)
  wipe(bytes)
  if (!sound) throw new VaultFault('kit-line', `sheet ${sheet} is mistyped`, { params: { sheet } })
  return { kit, sheet: best.sheet, share }
}

/** Checks one whole sheet and tells which it is; the number of its kit as it is printed.
 * @throws VaultFault `kit-id`, `kit-line` with `params.line` */
export function checkSheet(typed: TypedSheet): { readonly kit: string; readonly sheet: number } {
  const { kit, sheet, share } = readSheet(typed, 1)
  wipe(share)
  return { kit: grouped(kit), sheet }
}

/**
 * The role key from two sheets; the caller wipes it.
 * @throws VaultFault `kit-id`, `kit-line` (`params.sheet` counts the sheets as given, `params.line` its lines where one is to blame), `kit-mixed`,
 *   `kit-same-sheet`, `kit-other-key` when the sheets are sound but of another role key
 */
export async function recoverRoleKey(
  typed: readonly [TypedSheet, TypedSheet],
  of: PublicRoleKey,
): Promise<RoleKey> {
  idBytes(of.id)
  const [one, two] = [readSheet(typed[0], 1), readSheet(typed[1], 2)]
  try {
    if (one.kit !== two.kit) throw new VaultFault('kit-mixed', 'the sheets are of different kits')
    if (one.sheet === two.sheet) throw new VaultFault('kit-same-sheet', 'the same sheet twice')
    const scalar = join(await combine([one.share, two.share]))
    const roleKey = { id: of.id, publicKey: new Uint8Array(of.publicKey), scalar }
    try {
      await checkRoleKey(roleKey)
    } catch (cause) {
      throw new VaultFault('kit-other-key', 'the sheets are of another role key', { cause })
    }
    return roleKey
  } finally {
    wipe(one.share, two.share)
  }
}
