import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPack } from '../../src/adapters/packs/yaml-pack.ts'
import { isBlocking } from '../../src/domain/decide/answer.ts'
import { askPack } from '../../src/domain/decide/ask.ts'
import { decide } from '../../src/domain/decide/decide.ts'
import { expiry } from '../../src/domain/decide/expiry.ts'
import { readingsOf } from '../../src/domain/decide/holds.ts'
import { officePaths } from '../../src/domain/decide/office-paths.ts'
import { dayOfText } from '../../src/domain/decide/subject.ts'
import type { LocalDay } from '../../src/domain/ids.ts'
import { pathsOf } from '../../src/domain/pack/condition.ts'
import { isPack, packOn } from '../../src/domain/pack/in-force.ts'
import type { Pack } from '../../src/domain/pack/rules.ts'
import type { Span } from '../../src/domain/pack/span.ts'
import { valueBars } from '../../src/domain/pack/value-bars.ts'
import * as lists from '../../src/domain/pack/vocabulary.ts'
import { checkQuestion } from '../../src/domain/question/check-question.ts'
import { type Question, questionSchema } from '../../src/domain/question/question.ts'

const library = join(import.meta.dirname, '../../policy-packs')

async function packsOf(): Promise<readonly Pack[]> {
  const entries = await readdir(library, { withFileTypes: true })
  const folders = entries.flatMap((entry) => (entry.isDirectory() ? [join(library, entry.name)] : []))
  const read = await Promise.all(folders.map((folder) => readPack(folder)))
  return read.map(({ instrument }) => packOn(instrument, '2026-11-01' as LocalDay)).filter(isPack)
}
const packs = await packsOf()

/** Instants to the second from 1990 to 2090, as people in Japan and elsewhere write them. */
const instant = fc
  .tuple(fc.integer({ min: 631_152_000, max: 3_786_912_000 }), fc.constantFrom('+09:00', 'Z', '-05:00'))
  .map(([seconds, offset]) => {
    const shift = offset === 'Z' ? 0 : Number(offset.slice(0, 3)) * 3600
    return `${new Date((seconds + shift) * 1000).toISOString().slice(0, 19)}${offset}`
  })
const day = instant.map((text) => text.slice(0, 10))
const list = <T>(of: readonly T[], maxLength = 4) => fc.array(fc.constantFrom(...of), { maxLength })

/** Any question that a pack takes, about any act or footage. */
function questionFor(pack: Pack): fc.Arbitrary<Question> {
  const roles = [...pack.roles.map(({ id }) => id), ...Object.keys(pack.terms).slice(0, 3)]
  const requirements = [...pack.grounds, ...pack.acts]
    .flatMap(({ needs }) => needs)
    .flatMap((need) => [need, ...(need.oneOf ?? [])])
  const answers = requirements.flatMap(({ kind, id }) => (kind === 'test' ? [id] : []))
  const papers = [...lists.documentKinds, ...pack.documents.map(({ id }) => id)]
  const duties = pack.duties.map(({ id }) => id)
  const role = fc.constantFrom(...roles)
  const some = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
    fc.record(shape, { requiredKeys: [] })
  const putUp = some({
    installer: fc.constantFrom(...lists.installers),
    monitor: fc.boolean(),
    sound: fc.boolean(),
    count: fc.nat(20),
    duration: fc.constantFrom('P1D', 'P3M', 'P1Y6M', 'PT5H'),
    shows: list(lists.shownThings),
    pixels: fc.constantFrom('320x240', '1920x1080', '7680x4320'),
    intervalSeconds: fc.nat(600),
    attrs: fc.constantFrom<Record<string, unknown>>(
      {},
      { registerRow: '1' },
      { place: 'x', networked: true },
    ),
  })
  // what scope tests look at is mostly left open
  const kindOf = some({
    place: fc.constantFrom(...lists.places),
    purposes: list(lists.purposes),
    sole: fc.boolean(),
    recorder: fc.boolean(),
    fixed: fc.boolean(),
  })
  const paths = officePaths(pack)
  const supplement = fc.constantFrom<Record<string, unknown>>(
    {},
    { 'retention.period': 'P3D' },
    { 'retention.period': 'P60D', 'retention.longer.reason': '調査' },
    { 'retention.period': { n: 2, unit: 'fiscalYear' }, 'retention.longer.reason': '調査' },
    { 'asks.block': false },
    Object.fromEntries(paths.map(({ path, type }) => [path, officeValue(type, roles[0] ?? '')])),
    Object.fromEntries(paths.map(({ path, type }) => [path, officeValue(type, roles.at(-1) ?? '')])),
  )
  return fc
    .record(
      {
        ask: fc.constantFrom('decide', 'expiry', 'duties'),
        at: instant,
        act: fc.constantFrom(...lists.acts),
        actor: some({
          role,
          substitute: fc.boolean(),
          pledged: fc.boolean(),
          of: fc.constantFrom(...lists.actorParties),
        }),
        chain: fc.array(
          fc.record(
            {
              did: fc.constantFrom(...lists.chainSteps),
              role,
              prior: fc.boolean(),
              substitute: fc.boolean(),
              waives: fc.constantFrom('', ...duties),
            },
            { requiredKeys: ['did'] },
          ),
          { maxLength: 5 },
        ),
        present: fc.nat(3),
        camera: fc
          .oneof({ weight: 3, arbitrary: putUp }, { weight: 1, arbitrary: fc.tuple(putUp, kindOf) })
          .map((camera) => (Array.isArray(camera) ? { ...camera[0], ...camera[1] } : camera)),
        request: some({
          by: fc.constantFrom(...lists.requestBy),
          purpose: fc.constantFrom('within', 'beyond'),
          basis: fc.constantFrom(...lists.requestBases),
          law: fc.constantFrom('', '刑事訴訟法第197条第2項'),
          documents: list(papers),
          channel: fc.constantFrom(...lists.channels),
          identityChecked: fc.boolean(),
          urgent: fc.boolean(),
          outOfHours: fc.boolean(),
        }),
        footage: some({ class: fc.constantFrom(...lists.dataClasses), recordedAt: instant }),
        answers: fc.dictionary(fc.constantFrom('none', ...answers), fc.boolean(), { maxKeys: 12 }),
        supplement,
        events: fc.array(
          fc.record(
            {
              kind: fc.constantFrom(...lists.eventKinds),
              at: instant,
              basis: fc.constantFrom(...lists.requestBases),
              case: fc.constantFrom('a', 'b'),
              newLastDay: day,
            },
            { requiredKeys: ['kind', 'at'] },
          ),
          { maxLength: 4 },
        ),
        done: fc.array(
          fc.record(
            { kind: fc.constantFrom(...lists.dutyKinds), id: fc.constantFrom('', ...duties), on: day },
            { requiredKeys: ['kind'] },
          ),
          { maxLength: 6 },
        ),
        planned: some({ installOn: day }),
      },
      { requiredKeys: ['ask', 'at', 'act', 'footage'] },
    )
    .map((value) => questionSchema.parse(value))
    .filter((question) => checkQuestion(pack, question).length === 0)
}

function officeValue(type: string, role: string): unknown {
  if (type === 'role') return role
  if (type === 'days') return ['06-01', '2026-11-02']
  return type === 'span' ? 'P10D' : '理由'
}

test('there are packs to ask', () => {
  expect(packs.map(({ id }) => id)).toContain('funabashi')
})

describe.each(packs.map((pack) => ({ id: pack.id, pack })))('$id', ({ pack }) => {
  test('every question has an answer, and never a raw exception', () => {
    fc.assert(
      fc.property(questionFor(pack), (question) => {
        expect(askPack(pack, question).ask).toBe(question.ask)
      }),
      { numRuns: 500 },
    )
  })

  test('what is permitted lacks nothing that blocks, and what is refused says why', () => {
    fc.assert(
      fc.property(questionFor(pack), (question) => {
        const { answer, why, needs, then } = decide(pack, question)
        if (answer === 'permitted') expect(needs.filter(isBlocking)).toEqual([])
        if (answer === 'needs') expect(needs.some(isBlocking)).toBe(true)
        expect(why !== null).toBe(answer === 'refused' || answer === 'notApplicable')
        if (answer !== 'permitted') expect(then).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('taking a fact away never lifts a prohibition that does not yield', () => {
    const bars = [...pack.prohibitions, ...valueBars(pack)].filter(
      ({ yieldsTo }) => yieldsTo === undefined || yieldsTo === 'none',
    )
    fc.assert(
      fc.property(questionFor(pack), fc.nat(), (asked, pick) => {
        const bar = bars[pick % Math.max(bars.length, 1)]
        const question = bar === undefined ? asked : { ...asked, act: bar.acts[pick % bar.acts.length] }
        const before = decide(pack, question)
        const absolute = bars.find(
          ({ id, acts }) => id === before.by && acts.some((act) => act === question.act),
        )
        if (before.why !== 'forbidden' || absolute === undefined) return
        // what a prohibition hangs on has to be known; whom it binds as well
        const kept = new Set([
          ...pathsOf(absolute.when ?? {}),
          ...pack.addressees.flatMap(({ when }) => pathsOf(when)),
        ])
        for (const less of lessened(question, kept)) expect(decide(pack, less).answer).toBe('refused')
      }),
      { numRuns: 200 },
    )
  })

  const recording = instant.map((recordedAt) => ({ recordedAt }))
  const plain = (footage: { readonly recordedAt: string }): Question =>
    questionSchema.parse({ ask: 'expiry', footage })

  test('footage ends neither before the shortest reading nor after the longest, and never with a holiday', () => {
    fc.assert(
      fc.property(recording, (footage) => {
        const { answer, lastDay, other } = expiry(pack, plain(footage))
        const period = pack.values['retention.period']
        if (period?.is !== 'stated') return expect(answer).toBe(period?.is)
        const on = dayOfText(footage.recordedAt, pack.timeZone)
        const readings = readingsOf(on, period.value as Span, pack.retention.countedFrom).toSorted()
        expect(readings).toContain(lastDay)
        expect([lastDay, ...other.map((one) => one.lastDay)].map(String).toSorted()).toEqual(readings)
        const closed = Array.from(
          { length: 28 },
          (_, index) => `${on.slice(5, 8)}${`${index + 1}`.padStart(2, '0')}`,
        )
        const question = { ...plain(footage), supplement: { 'calendar.closedOn': closed } }
        expect(expiry(pack, question).lastDay).toBe(lastDay)
      }),
    )
  })

  test('what is recorded later ends no earlier', () => {
    fc.assert(
      fc.property(recording, fc.integer({ min: 0, max: 90_000_000 }), (earlier, seconds) => {
        const recordedAt = Temporal.Instant.from(earlier.recordedAt).add({ seconds }).toString()
        const [first, second] = [earlier, { recordedAt }].map((one) => expiry(pack, plain(one)).lastDay)
        if (first && second) expect(first <= second).toBe(true)
      }),
    )
  })

  test('no event but what ends footage at once makes it end earlier', () => {
    const ending = new Set(pack.retention.ends.flatMap(({ events }) => events))
    const event = fc.record({
      kind: fc.constantFrom(...lists.eventKinds.filter((kind) => !ending.has(kind))),
      basis: fc.constantFrom(...lists.requestBases),
      after: fc.integer({ min: -10, max: 800 }),
      newLastDay: day,
    })
    fc.assert(
      fc.property(recording, fc.array(event, { maxLength: 4 }), (footage, given) => {
        const events = given.map(({ after, ...one }) => ({
          ...one,
          at: Temporal.Instant.from(footage.recordedAt)
            .add({ hours: after * 7 })
            .toString(),
        }))
        const held = expiry(pack, questionSchema.parse({ ask: 'expiry', footage, events }))
        const { lastDay } = expiry(pack, plain(footage))
        if (lastDay === null) return
        expect(held.lastDay === null ? held.answer : held.lastDay >= lastDay || held.lastDay).toBe(
          held.lastDay === null ? 'kept' : true,
        )
      }),
      { numRuns: 200 },
    )
  })
})

/** The question without one of its facts, each in turn. */
function lessened(question: Question, kept: ReadonlySet<string>): readonly Question[] {
  return Object.entries(question).flatMap(([key, value]) => {
    if (['ask', 'act', 'at'].includes(key) || kept.has(key)) return []
    if (typeof value !== 'object' || Array.isArray(value)) return [{ ...question, [key]: undefined }]
    return Object.keys(value)
      .filter((inner) => !kept.has(`${key}.${inner}`))
      .map((inner) => ({
        ...question,
        [key]: Object.fromEntries(Object.entries(value).filter(([one]) => one !== inner)),
      }))
  })
}
