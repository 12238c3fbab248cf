import { en } from './en.ts'
import { ja } from './ja.ts'

export type Language = 'ja' | 'en'
export type MessageKey = keyof typeof ja
export type Params = Readonly<Record<string, string | number>>
type Catalogue = Readonly<Record<MessageKey, string>>

export const catalogues: Readonly<Record<Language, Catalogue>> = { ja, en }

function fill(text: string, params: Params | undefined): string {
  return text.replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) => {
    const value = params?.[name]
    return value === undefined ? whole : String(value)
  })
}

export function translate(language: Language, key: MessageKey, params?: Params): string {
  return fill(catalogues[language][key], params)
}

/** For names that come from the server (`ledger.` + kind); null when the catalogue has no such key. */
export function translateNamed(language: Language, key: string, params?: Params): string | null {
  if (!Object.hasOwn(catalogues[language], key)) return null
  return translate(language, key as MessageKey, params)
}
