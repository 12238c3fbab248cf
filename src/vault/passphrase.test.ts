import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fewestBits, judgePassphrase, proposePassphrase } from './passphrase.ts'
import { passphraseWords } from './passphrase-words.ts'
import { romajiOf } from './romaji.ts'

describe('the list of words', () => {
  test('has 1,024 of them, each with a spelling of its own that types on any keyboard', () => {
    expect(passphraseWords).toHaveLength(1024)
    const typed = passphraseWords.map(romajiOf)
    expect(new Set(typed).size).toBe(1024)
    for (const word of typed) expect(word).toMatch(/^[a-z]{3,12}$/)
  })

  test('has nothing that is spelled two ways', () => {
    for (const word of passphraseWords) {
      expect(word).not.toMatch(
        /[おこそとのほもよろごぞどぼぽょ][うお]|[うくすつぬふむゆるぐずぶぷゅ]う|ー|っち|[ぢづをゐゑ]/,
      )
      expect(word).not.toMatch(/ん[あいうえおやゆよ]/)
    }
  })
})

describe('romajiOf', () => {
  test.each([
    ['さくら', 'sakura'],
    ['しゃしん', 'shashin'],
    ['きって', 'kitte'],
    ['ちゃわん', 'chawan'],
    ['りょかん', 'ryokan'],
    ['てんぷら', 'tenpura'],
    ['らっぱ', 'rappa'],
    ['ふじつぼ', 'fujitsubo'],
    ['ざっし', 'zasshi'],
  ])('%s is %s', (kana, letters) => expect(romajiOf(kana)).toBe(letters))
  test('what is no hiragana is refused', () => expect(() => romajiOf('桜')).toThrow(TypeError))
})

describe('proposePassphrase', () => {
  test('draws six words by the random bytes alone, each as likely as any other', () => {
    const counts = new Map<string, number>()
    // every value of two bytes once in the first word's place
    for (let value = 0; value < 65_536; value++) {
      const { kana } = proposePassphrase((length) => {
        const bytes = new Uint8Array(length)
        bytes.set([value >> 8, value & 0xff])
        return bytes
      })
      const [word = ''] = kana.split(' ')
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    expect(counts.size).toBe(1024)
    expect(new Set(counts.values())).toEqual(new Set([64]))
  })

  test('shows what is typed and what it reads as, and passes its own judgement', () => {
    for (let i = 0; i < 300; i++) {
      const { text, kana } = proposePassphrase()
      expect(kana.split(' ').map(romajiOf).join(' ')).toBe(text)
      expect(text.split(' ')).toHaveLength(6)
      expect(judgePassphrase(text)).toMatchObject({ kind: 'strong', bits: 60 })
      expect(judgePassphrase(kana)).toMatchObject({ kind: 'strong' })
    }
  })
})

describe('judgePassphrase', () => {
  test.each([
    ['', 'short'],
    ['xK9$mQ2vLp7', 'short'],
    ['password', 'short'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'repeated'],
    ['sakurasakurasakurasakura', 'repeated'],
    ['xK9$xK9$xK9$xK9$xK9$xK9$', 'repeated'],
    ['sakura sakura sakura sakura sakura sakura', 'repeated'],
    ['qwertyuiop1234567890', 'sequence'],
    ['123456789012', 'sequence'],
    ['abcdefghijklmnop', 'sequence'],
    ['あいうえおかきくけこさし', 'sequence'],
    ['Password2024!', 'common'],
    ['funabashi20260401', 'common'],
    ['ｔａｎａｋａ　ｔａｒｏ　１９７５', 'common'],
    ['houkagobouhankamera', 'common'],
    ['correct horse battery staple', 'guessable'],
    ['watashi wa neko de aru', 'guessable'],
    ['わたしのなまえはたなかです', 'guessable'],
  ])('%s is weak: %s', (text, weakness) => {
    expect(judgePassphrase(text)).toMatchObject({ kind: 'weak', weakness })
  })

  test.each([
    ['xK9$mQ2vLp7!nR4w'],
    ['kaede momiji sakura tsubaki tanuki kitsune'],
    ['かえで もみじ さくら つばき たぬき きつね'],
    ['雨上がりの堤防で三毛猫が欠伸をする'],
  ])('%s is taken', (text) => {
    expect(judgePassphrase(text)).toMatchObject({ kind: 'strong' })
  })

  test('the verdict follows the bits, and a repetition adds next to nothing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 24 }), (text) => {
        const verdict = judgePassphrase(text)
        const long = text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').length >= 12
        expect(verdict.kind === 'strong').toBe(long && verdict.bits >= fewestBits)
        expect(judgePassphrase(text + text).bits).toBeLessThan(verdict.bits + 20)
      }),
    )
  })

  test('takes any input in a short time', () => {
    const long = 'abcあ1 '.repeat(100_000)
    expect(judgePassphrase(long).kind).toBe('weak')
  })
})
