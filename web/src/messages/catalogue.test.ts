import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actFaultCodes } from '../../../src/acts/fault.ts'
import { refusalCodes } from '../../../src/domain/casework/refusal.ts'
import { gapCauses } from '../../../src/footage/ports.ts'
import { entryKinds } from '../../../src/ledger/entry-kinds.ts'
import { weaknesses } from '../../../src/vault/passphrase.ts'
import { catalogues, translate, translateNamed } from './catalogue.ts'

const { ja, en } = catalogues
const keys = Object.keys(ja)

describe('the catalogue', () => {
  it('has every message in both languages and none twice', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort())
    const folder = import.meta.dirname
    for (const language of ['ja', 'en']) {
      const written = readdirSync(join(folder, language)).flatMap((file) =>
        [...readFileSync(join(folder, language, file), 'utf8').matchAll(/^ {2}'?([a-zA-Z][\w.-]*)'?:/gm)].map(
          (match) => match[1],
        ),
      )
      expect(written.length).toBe(new Set(written).size)
      expect(written.length).toBe(keys.length)
    }
  })

  it('fills the same places in both languages', () => {
    const places = (text: string) => [...new Set(text.match(/\{[a-zA-Z]+\}/g))].sort()
    for (const [key, text] of Object.entries(ja)) {
      const own = places(text)
      // English may leave out what Japanese needs to say, never the other way round
      expect({
        key,
        places: places(en[key as keyof typeof ja]).filter((place) => !own.includes(place)),
      }).toEqual({ key, places: [] })
    }
  })

  it('says what things mean and names no machinery', () => {
    const machinery = /エポック|リーフ|スロット|ハッシュ|\b(epoch|leaf|slot|hash)(e?s)?\b/i
    for (const catalogue of [ja, en])
      for (const [key, text] of Object.entries(catalogue)) expect(text, key).not.toMatch(machinery)
  })

  it('keeps Japanese out of English', () => {
    for (const text of Object.values(en)) expect(text).not.toMatch(/[ぁ-んァ-ヶ一-龠]/)
  })

  it('fills in values and leaves unknown places alone', () => {
    expect(translate('ja', 'window.only', { length: '8分20秒' })).toBe('この8分20秒だけ開けます')
    expect(translate('en', 'cases.expires')).toBe('until {day}')
    expect(translateNamed('ja', 'refused.no-such-reason')).toBeNull()
    expect(translateNamed('ja', 'toString')).toBeNull()
  })
})

describe('what the server can say', () => {
  it.each(refusalCodes)('refusal %s has words and a next step', (code) => {
    expect(keys).toContain(`refused.${code}`)
    expect(keys).toContain(`refused.${code}.next`)
  })

  it.each(actFaultCodes)('fault %s has words', (code) => {
    expect(keys).toContain(`fault.${code}`)
  })

  it.each(gapCauses)('cause %s has words and what to do', (cause) => {
    expect(keys).toContain(`cause.${cause}`)
    expect(keys).toContain(`cause.${cause}.do`)
  })

  it.each(entryKinds)('entry %s has a sentence', (kind) => {
    expect(keys.some((key) => key === `ledger.${kind}` || key.startsWith(`ledger.${kind}.`))).toBe(true)
  })

  it.each(weaknesses)('weakness %s has words', (weakness) => {
    expect(keys).toContain(`passphrase.weak.${weakness}`)
  })

  it('every finding of a check has words', () => {
    const source = readFileSync(join(import.meta.dirname, '../../../src/ledger/findings.ts'), 'utf8')
    const codes = [...source.matchAll(/code: '([a-z-]+)'/g)].map((match) => match[1])
    expect(codes.length).toBeGreaterThan(10)
    for (const code of codes) expect(keys).toContain(`finding.${code}`)
  })

  it('every act that can be refused has a name', () => {
    const folder = join(import.meta.dirname, '../../../src/acts')
    const acts = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [
        ...readFileSync(join(folder, file), 'utf8').matchAll(/refuse\(\s*context,\s*actor,\s*'([a-z-]+)'/g),
      ])
      .map((match) => match[1])
    expect(acts.length).toBeGreaterThan(5)
    for (const act of acts) expect(keys).toContain(`act.${act}`)
  })
})
