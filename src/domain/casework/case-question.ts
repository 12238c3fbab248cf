import type { GroundId, Pack } from '../pack/rules.ts'
import type { Act, ChainStep, RequesterKind } from '../pack/vocabulary.ts'
import type { Question } from '../question/question.ts'
import { everyCamera } from './camera-facts.ts'

type Basis = NonNullable<NonNullable<Question['request']>['basis']>

/** A paper handed in: a kind of the language, or a form of the pack. */
export type Paper = { readonly kind: string; readonly number: string; readonly on: string }

/** What a case is about, as far as the instrument looks at it. */
export type CaseFacts = {
  readonly ground: GroundId | string
  /** `none`: the municipality's own initiative */
  readonly by: RequesterKind | 'none'
  /** null where nobody has said what it is for */
  readonly purpose: 'within' | 'beyond' | null
  readonly basis: Basis | null
  readonly law: string
  readonly papers: readonly Paper[]
  readonly identityChecked: boolean
  /** names of those who are there beside whoever sees the footage */
  readonly witnesses: readonly string[]
  /** answers of named persons to open tests, by the test's id */
  readonly answers: Readonly<Record<string, boolean>>
  /** decisions and instructions so far, in order */
  readonly chain: readonly { readonly role: string; readonly did: ChainStep }[]
}

/** What somebody brings to a case with a step of it. */
export type Brought = Pick<CaseFacts, 'answers' | 'papers'>

export function withBrought<T extends Brought>(facts: T, { answers, papers }: Brought): T {
  return {
    ...facts,
    answers: { ...facts.answers, ...answers },
    papers: [...facts.papers, ...papers],
  }
}

export function caseQuestion(facts: CaseFacts, act: Act, role: string | null, at: string): Question {
  const { by, purpose, basis, law, papers, identityChecked, witnesses, answers, chain } = facts
  return {
    ask: 'decide',
    at,
    act,
    ...(role !== null && { actor: { role } }),
    chain: [...chain],
    present: 1 + witnesses.length,
    camera: everyCamera,
    request: {
      by,
      ...(purpose !== null && { purpose }),
      ...(basis !== null && { basis }),
      ...(law.trim() !== '' && { law }),
      // without its day a paper counts as handed in
      documents: papers.map(({ kind, on }) => ({ kind, ...(on.trim() !== '' && { on }) })),
      identityChecked,
    },
    answers: { ...answers },
  }
}

const requestActs = ['provide', 'retrieve', 'search', 'view', 'copy'] as const

/** The act that a case under a ground is entered for; undefined for grounds that open no recorded footage. */
export function requestAct(pack: Pack, ground: string): Act | undefined {
  const acts = pack.grounds.find(({ id }) => id === ground)?.acts ?? []
  return requestActs.find((act) => acts.includes(act))
}

const seeingActs = ['view', 'retrieve', 'search', 'provide'] as const

/** The act by which somebody of the office sees the footage of a case. */
export function seeingAct(pack: Pack, ground: string): Act | undefined {
  const acts = pack.grounds.find(({ id }) => id === ground)?.acts ?? []
  return seeingActs.find((act) => acts.includes(act))
}
