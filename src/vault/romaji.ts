const syllables: Readonly<Record<string, string>> = Object.fromEntries(
  `
あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo
さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo たta ちchi つtsu てte とto だda でde どdo
なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo
まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa んn
きゃkya きゅkyu きょkyo ぎゃgya ぎゅgyu ぎょgyo しゃsha しゅshu しょsho じゃja じゅju じょjo
ちゃcha ちゅchu ちょcho にゃnya にゅnyu にょnyo ひゃhya ひゅhyu ひょhyo びゃbya びゅbyu びょbyo
ぴゃpya ぴゅpyu ぴょpyo みゃmya みゅmyu みょmyo りゃrya りゅryu りょryo`
    .trim()
    .split(/\s+/)
    .map((pair) => [pair.replace(/[a-z]+$/, ''), pair.replace(/^[^a-z]+/, '')]),
)

/** A hiragana word in Hepburn letters, n before b, m and p as it is typed; a small tsu doubles the next consonant.
 * @throws TypeError for what is not in the table */
export function romajiOf(kana: string): string {
  let out = ''
  let double = false
  for (let at = 0; at < kana.length; ) {
    if (kana[at] === 'っ') {
      double = true
      at++
      continue
    }
    const length = syllables[kana.slice(at, at + 2)] === undefined ? 1 : 2
    const letters = syllables[kana.slice(at, at + length)]
    if (letters === undefined) throw new TypeError(`no Latin letters for ${kana.slice(at, at + 1)}`)
    out += double ? `${letters[0] ?? ''}${letters}` : letters
    double = false
    at += length
  }
  return out
}
