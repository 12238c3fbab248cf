import { dimensions } from './dimensions.ts'
import type { SkeletonAnswers, Topic } from './skeleton-answers.ts'
import {
  managerWord,
  operatingRoles,
  operatorWord,
  type Piece,
  type Plain,
  piecesOf,
} from './skeleton-pieces.ts'

/** Values on which an answer of `silent` speaks. */
const silentPaths: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  purposes: ['purposes.installation'],
  manager: ['people.managerPost'],
  operators: ['people.operators'],
  period: ['retention.period'],
  longer: ['retention.longer'],
  display: ['operation.display'],
  sound: ['operation.sound'],
  inspection: ['operation.inspectionEvery', 'operation.inspectionWhen'],
  complaints: ['complaints.covers', 'complaints.answerWithin'],
}

/** A pack as data from what the interview has found; what nobody knew stays unknown. Passes `pack check` as it is. */
export function skeletonOf(answers: SkeletonAnswers): Plain {
  const { id, title, kind, municipality, since, sinceClause } = answers
  const clauses = [`${id}:${sinceClause}`]
  const versions = [{ since, clauses, rules: rulesOf(answers) }]
  return { format: 2, id, title, kind, municipality, timeZone: 'Asia/Tokyo', versions }
}

/** Values of the language of which the interview has learnt nothing. */
export function unansweredPaths(answers: SkeletonAnswers): readonly string[] {
  const { values, silent } = rulesOf(answers)
  return dimensions.map(({ path }) => path).filter((path) => !(path in values) && !silent.includes(path))
}

function rulesOf(answers: SkeletonAnswers) {
  const pieces = piecesOf(answers)
  const listed = (list: string): readonly Plain[] =>
    pieces.flatMap(({ clause, parts }) =>
      parts.flatMap(([where, part]) =>
        where === list ? [{ ...part, clauses: [`${answers.id}:${clause}`] }] : [],
      ),
    )
  const values = Object.fromEntries(listed('values').map(({ path, ...value }) => [String(path), value]))
  return {
    terms: termsOf(answers),
    provisions: provisionsOf(pieces, answers),
    values,
    silent: Object.entries(silentPaths).flatMap(([topic, paths]) =>
      answers[topic as Topic] === 'silent' ? paths : [],
    ),
    roles: listed('roles'),
    unlocking: unlockingOf(pieces, answers),
    grounds: listed('grounds'),
    acts: listed('acts'),
    duties: listed('duties'),
    retention: { countedFrom: countedFrom(answers) },
    registers: listed('registers'),
  }
}

function termsOf(answers: SkeletonAnswers): Plain {
  const operators = operatingRoles(answers).length > 1
  return {
    responsibleManager: managerWord(answers),
    ...(operators && { designatedOperator: operatorWord(answers) }),
  }
}

/** One provision for each clause, whatever the number of topics that stand in it. */
function provisionsOf(pieces: readonly Piece[], { id }: SkeletonAnswers): readonly Plain[] {
  const byClause = [...Map.groupBy(pieces, ({ clause }) => clause)]
  const inOrder = byClause.toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  return inOrder.map(([clause, found]) => {
    const forces = new Set(found.map(({ force }) => force ?? 'must'))
    const [force] = forces
    const asks = found.flatMap((piece) => piece.asks ?? [])
    return {
      clause: `${id}:${clause}`,
      says: found.map(({ says }) => says).join(''),
      how: [...new Set(found.flatMap(({ how }) => how))],
      // topics of one clause that bind differently are for the clerk to part
      ...(forces.size === 1 && force !== 'must' && { force }),
      rests: [...new Set(found.flatMap(({ parts }) => parts.map(nameOf)))],
      ...(asks.length > 0 && { asks: asks.join('、') }),
    }
  })
}

function nameOf([list, part]: Piece['parts'][number]): string {
  return list === 'unlocking' ? list : `${list}.${String(part['path'] ?? part['id'])}`
}

/** Whoever operates holds the key; the text's own words on it are for the clerk to look up. */
function unlockingOf(pieces: readonly Piece[], answers: SkeletonAnswers): Plain {
  const clauses = pieces
    .filter(({ parts }) => parts.some(([list]) => list === 'unlocking'))
    .map(({ clause }) => `${answers.id}:${clause}`)
  return { holders: operatingRoles(answers), clauses: [...new Set(clauses)] }
}

/** Both readings where the text does not say which day is the first. */
function countedFrom({ period }: SkeletonAnswers): readonly string[] {
  const day = typeof period === 'object' ? period.firstDay : 'notSaid'
  return day === 'notSaid' ? ['recordingDay', 'nextDay'] : [day]
}
