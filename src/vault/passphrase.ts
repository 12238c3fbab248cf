import { passphraseWords } from './passphrase-words.ts'
import { romajiOf } from './romaji.ts'
import { type RandomBytes, randomSecret, wipe } from './secret.ts'

/** Fewest bits that a passphrase is taken with: a stolen database can be guessed at offline. */
export const fewestBits = 60
const proposedWords = 6
const shortest = 12

export type ProposedPassphrase = {
  /** what is typed: words in Latin letters with a space between */
  readonly text: string
  /** the same words in hiragana, to be remembered by */
  readonly kana: string
}

/** Six words drawn from 1,024: 60 bits. */
export function proposePassphrase(random: RandomBytes = randomSecret): ProposedPassphrase {
  const drawn = random(proposedWords * 2)
  const view = new DataView(drawn.buffer, drawn.byteOffset)
  // 1,024 divides 65,536: every word is as likely as any other
  const words = Array.from(
    { length: proposedWords },
    (_, i) => passphraseWords[view.getUint16(i * 2) % passphraseWords.length] ?? '',
  )
  wipe(drawn)
  return { text: words.map(romajiOf).join(' '), kana: words.join(' ') }
}

/** Why a passphrase is refused. `short`: under 12 characters. `repeated`, `sequence`, `common`: what most of it is made of. `guessable`:
 * under 60 bits all the same. */
export const weaknesses = ['short', 'repeated', 'sequence', 'common', 'guessable'] as const
export type Weakness = (typeof weaknesses)[number]

export type PassphraseVerdict = { readonly bits: number } & (
  | { readonly kind: 'strong' }
  | { readonly kind: 'weak'; readonly weakness: Weakness }
)

/** First guesses of anyone who guesses: about 10 bits for any of them. */
const common = `
password passwd pass secret admin administrator root user guest login welcome qwerty asdfgh zxcvbn letmein iloveyou dragon
monkey master shadow football baseball soccer princess sunshine superman batman pokemon hello nippon nihon japan tokyo osaka kyoto nagoya
funabashi chiba nerima inzai osakashi yakusho shiyakusho kuyakusho kyushoku gakko gakkou hokago houkago camera kamera bohan bouhan
tsujiban bangumi showa heisei reiwa taisho meiji yamada tanaka suzuki sato satou takahashi watanabe ito itou nakamura kobayashi kato katou
taro tarou hanako ichiro ichirou arigato arigatou konnichiwa ohayo ohayou aishiteru daisuki himitsu angou ango abc
`
  .trim()
  .split(/\s+/)
const words = new Map<string, 'word' | 'common'>([
  ...common.map((text): [string, 'common'] => [text, 'common']),
  ...passphraseWords.flatMap((kana): [string, 'word'][] => [
    [romajiOf(kana), 'word'],
    [kana, 'word'],
  ]),
])
const longestWord = Math.max(...[...words.keys()].map(({ length }) => length))
const wordBits = Math.log2(passphraseWords.length)
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'いろはにほへと',
  'あいうえおかきくけこさしすせそ',
]

type Piece = { readonly bits: number; readonly length: number; readonly kind: Weakness | 'word' | 'free' }

const characters = [
  // letters count less than their number allows: people choose letters of words
  { class: /[a-z]/, bits: 2 },
  { class: /[A-Z]/, bits: 4.5 },
  { class: /[0-9]/, bits: 3.3 },
  { class: /[ぁ-ゖァ-ヶー]/, bits: 3.5 },
  { class: / /, bits: 0.5 },
  { class: /[!-~]/, bits: 5 },
  { class: /./su, bits: 6.5 },
] as const

function classOf(character: string): (typeof characters)[number] | undefined {
  return characters.find((known) => known.class.test(character))
}

/** Bits of one character that nothing explains, with one more where the kind of character changes without a space. */
function characterBits(character: string, before: string): number {
  const own = classOf(character)
  const other = classOf(before)
  const changes = before !== '' && before !== ' ' && character !== ' ' && own !== other
  return (own?.bits ?? 0) + (changes ? 1 : 0)
}

function isRun(text: string): boolean {
  const back = Array.from(text).toReversed().join('')
  return runs.some((run) => run.includes(text) || run.includes(back))
}

/** Ways to explain what begins at `at`, each with the bits it would cost someone who guesses that way. */
function* pieces(text: string, folded: string, at: number): Generator<Piece> {
  const character = text.charAt(at)
  yield { bits: characterBits(character, text.charAt(at - 1)), length: 1, kind: 'free' }
  for (let length = 3; at + length <= text.length; length++) {
    const part = folded.slice(at, at + length)
    const known = length <= longestWord ? words.get(part) : undefined
    if (known !== undefined) {
      const capitals = part === text.slice(at, at + length) ? 0 : 1
      yield { bits: wordBits + capitals, length, kind: known }
    }
    if (isRun(part)) yield { bits: 4 + Math.log2(length), length, kind: 'sequence' }
    if (folded.slice(0, at).includes(part))
      yield { bits: 2 + Math.log2(text.length), length, kind: 'repeated' }
  }
  let same = 1
  while (text[at + same] === character) same++
  if (same > 1) yield { bits: characterBits(character, '') + Math.log2(same), length: same, kind: 'repeated' }
  const digits = /^(?:(?:19|20)\d\d(?:[01]\d[0-3]\d)?|\d{6})/.exec(text.slice(at, at + 8))?.[0]
  if (digits !== undefined) yield { bits: digits.length > 4 ? 13 : 6, length: digits.length, kind: 'common' }
}

/** The cheapest explanation of the whole text. */
function explain(text: string): readonly Piece[] {
  const folded = text.toLowerCase()
  const best: { bits: number; path: readonly Piece[] }[] = [{ bits: 0, path: [] }]
  for (let at = 0; at < text.length; at++) {
    const here = best[at]
    if (here === undefined) continue
    for (const piece of pieces(text, folded, at)) {
      const bits = here.bits + piece.bits
      const end = at + piece.length
      if (bits < (best[end]?.bits ?? Number.POSITIVE_INFINITY))
        best[end] = { bits, path: [...here.path, piece] }
    }
  }
  return best[text.length]?.path ?? []
}

/** Bits of words of the list with a space between, as the program proposes them; a draw may repeat a word, hardly three. */
function drawnBits(text: string): number | undefined {
  const parts = text.split(' ')
  const drawn = parts.every((part) => words.get(part) === 'word') && new Set(parts).size >= proposedWords - 2
  return drawn ? parts.length * wordBits : undefined
}

/**
 * Judges a passphrase that somebody chose. An estimate from below: it looks for words, names, dates, runs and repetitions and counts what is
 * left by the character. Long input is judged by its first 100 characters.
 */
export function judgePassphrase(passphrase: string): PassphraseVerdict {
  const text = passphrase.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').slice(0, 100)
  const path = explain(text)
  const bits = drawnBits(text) ?? path.reduce((sum, piece) => sum + piece.bits, 0)
  if (text.length < shortest) return { kind: 'weak', weakness: 'short', bits }
  if (bits >= fewestBits) return { kind: 'strong', bits }
  const share = (kind: Piece['kind']) =>
    path.filter((piece) => piece.kind === kind).reduce((sum, { length }) => sum + length, 0) / text.length
  const weakness = (['repeated', 'sequence', 'common'] as const).find((kind) => share(kind) >= 0.4)
  return { kind: 'weak', weakness: weakness ?? 'guessable', bits }
}
