import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseYaml, readPacks } from '../../src/adapters/packs/yaml-pack.ts'
import { answer, caseSchema, type PackCase } from '../packs/question.ts'

const folder = join(import.meta.dirname, '../../policy-packs')
const packs = await readPacks(folder)

type CaseFile = {
  readonly name: string
  readonly cases: readonly PackCase[]
  readonly raw: readonly unknown[]
}

async function casesOf(pack: string): Promise<readonly CaseFile[]> {
  const cases = join(folder, pack, 'cases')
  const names = (await readdir(cases)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async (name) => {
      const { value } = parseYaml(await readFile(join(cases, name), 'utf8'), name)
      const raw = z.array(z.unknown()).parse(value)
      return { name, raw, cases: z.array(caseSchema).parse(value) }
    }),
  )
}

/** Facts of a question by path; a list is one fact. */
function facts(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]])
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...facts(inner, `${path}.${key}`)]))
}

const words = new Set(['situation', 'question', 'answer', 'clause', 'pair', 'expect'])

function questionFacts(raw: unknown): ReadonlyMap<string, string> {
  const members = Object.entries(z.record(z.string(), z.unknown()).parse(raw))
  return facts(Object.fromEntries(members.filter(([key]) => !words.has(key))))
}

function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path))
}

test('there are packs with cases', () => {
  expect(packs.map(({ folder: name }) => name)).toContain('funabashi-houkago')
})

for (const pack of packs) {
  const files = await casesOf(pack.folder)

  describe(`cases of ${pack.folder}`, () => {
    for (const { name, cases } of files) {
      for (const entry of cases) {
        test(`${entry.clause} ${name}: ${entry.situation}`, () => {
          const given = answer(pack.instrument, entry)
          const wanted = {
            ...entry.expect,
            ...(entry.expect.clauses && { clauses: entry.expect.clauses.toSorted() }),
          }
          expect(given).toMatchObject(wanted)
          if (entry.expect.needs) expect(given['needs']).toEqual(entry.expect.needs)
        })
      }
    }

    for (const { name, cases, raw } of files) {
      const pairs = new Set(cases.flatMap(({ pair }) => (pair === undefined ? [] : [pair])))
      test.each([...pairs])(
        `${name}: the two cases of pair %s differ in one fact and in the answer`,
        (pair) => {
          const members = cases.flatMap((entry, index) =>
            entry.pair === pair ? [{ entry, raw: raw[index] }] : [],
          )
          const [a, b] = members
          if (members.length !== 2 || !a || !b) throw new Error(`pair ${pair} has ${members.length} cases`)
          expect(differing(questionFacts(a.raw), questionFacts(b.raw))).toHaveLength(1)
          const results = [a, b].map(
            ({
              entry: {
                expect: { answer: kind, lastDay },
              },
            }) => `${kind} ${lastDay}`,
          )
          expect(results[0]).not.toBe(results[1])
        },
      )
    }
  })
}
