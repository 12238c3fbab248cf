/** A clause as `pack:article-paragraph(item)` printed the way a municipal paper cites it. Ids: `funabashi:9(6)`, `funabashi:10-2(3)`. */
type Language = 'ja' | 'en'

/** Short names of the instruments; a pack that is not listed prints its clause without a name. */
const instruments: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  funabashi: { ja: '船橋市要綱', en: 'Funabashi rules' },
  nerima: { ja: '練馬区指針', en: 'Nerima guideline' },
  inzai: { ja: '印西市ガイドライン', en: 'Inzai guideline' },
  wakaba: { ja: '若葉区要領', en: 'Wakaba rules' },
  nishiyodogawa: { ja: '西淀川区要領', en: 'Nishiyodogawa rules' },
}

/** Instruments that number their provisions without 条: they are cited as they number them. */
const unnumbered: ReadonlySet<string> = new Set(['nerima', 'inzai', 'wakaba'])

const tails: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  proviso: { ja: 'ただし書', en: 'proviso' },
}

/** 「第9条第5号」 without the name of the instrument. */
export function printArticle(clause: string, language: Language): string {
  const place = clause.slice(clause.indexOf(':') + 1)
  const word = /-([a-z]+)$/.exec(place)?.[1]
  if (language === 'ja' && unnumbered.has(clause.slice(0, clause.indexOf(':'))) && /^\d/.test(place))
    return place.replace(/-[a-z]+$/, '') + (word === undefined ? '' : (tails[word]?.[language] ?? ''))
  const form = /^form(\d+)$/.exec(place)
  if (form !== null) return language === 'ja' ? `第${form[1]}号様式` : `Form ${form[1]}`
  if (place.startsWith('附則')) return language === 'ja' ? place : 'Supplementary provision'
  const match = /^(\d+)(?:-(\d+))?((?:\(\d+\))(?:-\(\d+\))?)?([①-⑳ア-ン])?(?:-([a-z]+))?$/.exec(place)
  if (match === null) return place
  const [, article, paragraph, items, mark, tail] = match
  const [first, last] = [...(items ?? '').matchAll(/\d+/g)].map(String)
  const end = tail === undefined ? undefined : tails[tail]?.[language]
  if (language === 'ja') {
    let out = `第${article}条`
    if (paragraph !== undefined) out += `第${paragraph}項`
    if (first !== undefined) out += `第${first}号`
    if (last !== undefined) out += `から第${last}号まで`
    return out + (mark ?? '') + (end ?? '')
  }
  let out = `Art. ${article}`
  if (paragraph !== undefined) out += `, para. ${paragraph}`
  if (first !== undefined) out += last === undefined ? `, item (${first})` : `, items (${first}) to (${last})`
  return out + (mark ?? '') + (end === undefined ? '' : `, ${end}`)
}

/** 「船橋市要綱 第9条第5号」 */
export function printClause(clause: string, language: Language): string {
  const pack = clause.slice(0, Math.max(0, clause.indexOf(':')))
  const name = instruments[pack]?.[language]
  const article = printArticle(clause, language)
  return name === undefined ? article : `${name} ${article}`
}

/** Several clauses of one instrument: its name once. */
export function printClauses(clauses: readonly string[], language: Language): string {
  const [first, ...rest] = clauses
  if (first === undefined) return ''
  const comma = language === 'ja' ? '、' : '; '
  return [printClause(first, language), ...rest.map((clause) => printArticle(clause, language))].join(comma)
}
