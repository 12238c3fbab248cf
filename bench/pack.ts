import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readPack } from '../src/adapters/packs/yaml-pack.ts'
import { addDays } from '../src/domain/calendar/days.ts'
import { decide } from '../src/domain/decide/decide.ts'
import { expiry } from '../src/domain/decide/expiry.ts'
import type { LocalDay } from '../src/domain/ids.ts'
import { isPack, packOn } from '../src/domain/pack/in-force.ts'
import type { Pack } from '../src/domain/pack/rules.ts'
import { acts } from '../src/domain/pack/vocabulary.ts'
import { type Question, questionSchema } from '../src/domain/question/question.ts'
import type { BenchOptions, BenchResult } from './lib/bench-module.ts'
import { spread } from './lib/statistics.ts'

export const summary = 'loading the largest pack, decisions and expiries a second on one core'

const library = fileURLToPath(new URL('../policy-packs', import.meta.url))
const loads = 15
const rounds = 100_000
const mostLoadMs = 100
const leastPerSecond = 20_000

export async function run(_options: BenchOptions): Promise<BenchResult> {
  const { folder, bytes } = await largestPack()
  const loadMs: number[] = []
  for (let round = 0; round < loads; round++) {
    const start = performance.now()
    await readPack(join(library, folder))
    loadMs.push(performance.now() - start)
  }
  const { instrument } = await readPack(join(library, folder))
  const pack = packOn(instrument, '2026-11-01' as LocalDay)
  if (!isPack(pack)) throw new Error(`${folder} has no rules for the day asked about`)
  const decisions = decideQuestions(pack)
  const expiries = expiryQuestions()
  const decidePerSecond = perSecond(decisions, (question) => decide(pack, question))
  const expiryPerSecond = perSecond(expiries, (question) => expiry(pack, question))
  const [, loadMedianMs] = spread(loadMs)
  return {
    figures: {
      pack: folder,
      bytes,
      firstLoadMs: loadMs[0] ?? 0,
      loadMs: spread(loadMs),
      decidePerSecond,
      expiryPerSecond,
    },
    ok: loadMedianMs < mostLoadMs && decidePerSecond > leastPerSecond && expiryPerSecond > leastPerSecond,
  }
}

async function largestPack(): Promise<{ readonly folder: string; readonly bytes: number }> {
  const entries = await readdir(library, { withFileTypes: true })
  const sized = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => ({
        folder: name,
        bytes: (await stat(join(library, name, 'pack.yaml'))).size,
      })),
  )
  const [largest] = sized.toSorted((a, b) => b.bytes - a.bytes)
  if (!largest) throw new Error('there are no packs')
  return largest
}

/** Every act, by everybody, with nothing given, with much given, and with all that the pack's grounds may ask. */
function decideQuestions({ roles, grounds, acts: rules }: Pack): readonly Question[] {
  const needs = [...grounds, ...rules].flatMap((holder) => holder.needs)
  const tests = needs.flatMap(({ id, wants, kind }) => (kind === 'test' ? [[id, wants ?? true]] : []))
  const chain = roles.map(({ id }) => ({ role: id, did: 'decide' }))
  const camera = {
    installer: 'municipality',
    place: 'publicFacility',
    purposes: ['crimePrevention'],
    recorder: true,
    fixed: true,
    count: 1,
  }
  const asked = {
    by: 'police',
    purpose: 'within',
    basis: 'officialInquiry',
    law: '刑事訴訟法',
    documents: ['investigationInquiry'],
  }
  const beyond = {
    by: 'resident',
    purpose: 'beyond',
    basis: 'consent',
    documents: ['application', 'consent'],
  }
  const facts = [
    {},
    { camera, request: asked },
    { camera, request: asked, chain, answers: Object.fromEntries(tests), present: 2 },
    { camera, request: beyond, chain, answers: Object.fromEntries(tests) },
  ]
  return acts.flatMap((act) =>
    roles.flatMap(({ id }) =>
      facts.map((given) =>
        questionSchema.parse({
          ask: 'decide',
          at: '2026-11-01T21:00+09:00',
          act,
          actor: { role: id },
          ...given,
        }),
      ),
    ),
  )
}

/** Two years of days, with and without events that hold footage. */
function expiryQuestions(): readonly Question[] {
  return Array.from({ length: 730 }, (_, index) => {
    const day = addDays('2026-11-01' as LocalDay, index)
    const at = `${addDays(day, 3)}T09:00+09:00`
    const events = [
      [],
      [{ kind: 'searched', at }],
      [
        { kind: 'inquiryReceived', at, basis: 'law', case: 'a' },
        { kind: 'provided', at, basis: 'law', case: 'a' },
      ],
    ][index % 3]
    return questionSchema.parse({ ask: 'expiry', footage: { recordedAt: `${day}T23:30+09:00` }, events })
  })
}

function perSecond(questions: readonly Question[], answer: (question: Question) => unknown): number {
  const once = (round: number): void => {
    const question = questions[round % questions.length]
    if (question) answer(question)
  }
  for (let round = 0; round < rounds / 5; round++) once(round)
  const start = process.cpuUsage()
  for (let round = 0; round < rounds; round++) once(round)
  const { user, system } = process.cpuUsage(start)
  return Math.round(rounds / ((user + system) / 1e6))
}
