import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { type Language, type MessageKey, type Params, translate, translateNamed } from './catalogue.ts'
import { printArticle, printClause, printClauses } from './clause.ts'
import { type Formats, formatsOf } from './format.ts'

export type Text = {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  readonly t: (key: MessageKey, params?: Params) => string
  /** for names from the server: null when the catalogue does not know it */
  readonly named: (key: string, params?: Params) => string | null
  readonly clause: (clause: string) => string
  readonly article: (clause: string) => string
  readonly clauses: (clauses: readonly string[]) => string
  readonly zone: string
  readonly setZone: (zone: string) => void
  /** the instrument's own words, by identifier: they name its roles on Japanese screens */
  readonly setTerms: (terms: Readonly<Record<string, string>>) => void
  readonly format: Formats
}

const TextContext = createContext<Text | null>(null)
const stored = 'tsujiban-language'

export function TextProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState<Language>(() => (localStorage.getItem(stored) === 'en' ? 'en' : 'ja'))
  const [zone, setZone] = useState('Asia/Tokyo')
  const [terms, setTerms] = useState<Readonly<Record<string, string>>>({})
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(stored, next)
    choose(next)
  }, [])
  const text = useMemo<Text>(
    () => ({
      language,
      setLanguage,
      zone,
      setZone,
      t: (key, params) => translate(language, key, params),
      setTerms,
      named: (key, params) => roleTerm(terms, language, key) ?? translateNamed(language, key, params),
      clause: (clause) => printClause(clause, language),
      article: (clause) => printArticle(clause, language),
      clauses: (clauses) => printClauses(clauses, language),
      format: formatsOf(language, zone),
    }),
    [language, setLanguage, zone, terms],
  )
  return <TextContext value={text}>{children}</TextContext>
}

export function useText(): Text {
  const text = use(TextContext)
  if (text === null) throw new Error('useText outside TextProvider')
  return text
}

function roleTerm(terms: Readonly<Record<string, string>>, language: Language, key: string): string | null {
  if (language !== 'ja' || !key.startsWith('role.')) return null
  const role = key.slice('role.'.length)
  return Object.hasOwn(terms, role) ? (terms[role] ?? null) : null
}
