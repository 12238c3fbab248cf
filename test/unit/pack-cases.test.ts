import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CaseFile, readCases } from '../../src/adapters/packs/yaml-cases.ts'
import { readPack } from '../../src/adapters/packs/yaml-pack.ts'
import { ask, questionFaults } from '../../src/domain/decide/ask.ts'
import type { PolicyInstrument } from '../../src/domain/pack/rules.ts'
import { deviations, type PackCase } from '../../src/domain/question/case.ts'

const root = join(import.meta.dirname, '../..')
const libraries = ['policy-packs', 'test/packs'].map((folder) => join(root, folder))

async function packsIn(library: string): Promise<readonly string[]> {
  const entries = await readdir(library, { withFileTypes: true })
  const folders = entries.flatMap((entry) => (entry.isDirectory() ? [join(library, entry.name)] : []))
  return folders.filter((folder) => existsSync(join(folder, 'pack.yaml'))).sort()
}

/** Facts of a question by path; a list is one fact. */
function facts(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]])
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...facts(inner, `${path}.${key}`)]))
}

const words = new Set(['situation', 'question', 'answer', 'clause', 'pair', 'expect'])

function questionFacts(raw: unknown): ReadonlyMap<string, string> {
  return facts(Object.fromEntries(Object.entries(raw ?? {}).filter(([key]) => !words.has(key))))
}

function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path))
}

/** What two cases of a pair have to differ in, as they say it and as the program answers: the answer, or the day. */
function outcomes(instrument: PolicyInstrument, entry: PackCase): readonly [string, string] {
  const { answer, lastDay } = entry.expect
  const given: { readonly answer: unknown; readonly lastDay?: unknown } = ask(instrument, entry)
  return [JSON.stringify([answer, lastDay]), JSON.stringify([given.answer, given.lastDay])]
}

function pairsOf(instrument: PolicyInstrument, { name, cases, raw }: CaseFile): void {
  const pairs = new Set(cases.flatMap(({ pair }) => (pair === undefined ? [] : [pair])))
  test.each([...pairs])(`${name}: the two cases of pair %s differ in one fact and in the answer`, (pair) => {
    const members = cases.flatMap((entry, index) => (entry.pair === pair ? [{ entry, raw: raw[index] }] : []))
    const [a, b] = members
    if (members.length !== 2 || !a || !b) throw new Error(`pair ${pair} has ${members.length} cases`)
    expect(differing(questionFacts(a.raw), questionFacts(b.raw))).toHaveLength(1)
    const [first, second] = [a, b].map(({ entry }) => outcomes(instrument, entry))
    expect(first?.[0]).not.toBe(second?.[0])
    expect(first?.[1]).not.toBe(second?.[1])
  })
}

const folders = (await Promise.all(libraries.map(packsIn))).flat()

test('there are packs with cases', () => {
  expect(folders).toContain(join(root, 'policy-packs/funabashi-houkago'))
})

async function loaded(folder: string) {
  const { instrument, file } = await readPack(folder, libraries)
  return { instrument, files: await readCases(file) }
}

for (const folder of folders) {
  // one pack that cannot be used does not keep the others from their cases
  const [pack] = await Promise.allSettled([loaded(folder)])

  describe(`cases of ${relative(root, folder)}`, () => {
    test('a pack that comes with the program can be used and has cases', () => {
      if (pack.status === 'rejected') throw pack.reason
      if (folder.includes('policy-packs'))
        expect(pack.value.files.flatMap(({ cases }) => cases)).not.toEqual([])
    })
    if (pack.status === 'rejected') return
    const { instrument, files } = pack.value

    for (const { name, cases, lines } of files)
      for (const [index, entry] of cases.entries())
        test(`${entry.clause} ${name}:${lines[index]} ${entry.situation}`, () => {
          expect(questionFaults(instrument, entry)).toEqual([])
          expect(deviations(ask(instrument, entry), entry)).toEqual([])
        })

    for (const one of files) pairsOf(instrument, one)
  })
}
