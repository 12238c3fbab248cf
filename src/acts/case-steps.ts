import type { CaseFacts } from '../domain/casework/case-question.ts'
import { nextStep } from '../domain/casework/casework.ts'
import { groundForms } from '../domain/casework/ground-form.ts'
import { asked } from './case-facts.ts'
import type { Context, PersonActor } from './context.ts'

/** What a case's ground is called, and whether copies are handed over under it. */
export function groundOfCase({ pack }: Context, id: string) {
  const form = groundForms(pack).find((one) => one.id === id)
  return {
    groundId: id,
    groundTitle: form?.title ?? id,
    kind: form?.copies === true ? ('provision' as const) : ('search' as const),
  }
}

/** The steps taken so far, the one that the case waits for, and what is still to be brought for it. */
export async function caseSteps(
  context: Context,
  actor: PersonActor,
  row: { readonly id: string; readonly groundId: string; readonly state: string },
  facts: CaseFacts,
) {
  const taken = await context.records.db
    .selectFrom('caseSteps')
    .innerJoin('persons', 'persons.id', 'caseSteps.person')
    .select(['did', 'caseSteps.role', 'name', 'at', 'reason'])
    .where('caseId', '=', row.id)
    .orderBy('step')
    .execute()
  const form = groundForms(context.pack).find(({ id }) => id === row.groundId)
  const step = row.state === 'entered' ? nextStep(context.pack, facts, asked(context, actor).at) : null
  return {
    steps: taken.map(({ did, role, name, at, reason }) => ({ did, role, by: name, at, reason })),
    papers: facts.papers,
    law: facts.law,
    witnesses: facts.witnesses,
    answers: facts.answers,
    waiting:
      step === null
        ? null
        : {
            title: step.requirement.title,
            clause: step.requirement.clauses[0] ?? '',
            roles: step.by,
            did: step.requirement.did ?? (step.requirement.kind === 'instruction' ? 'instruct' : 'decide'),
            mine: step.by.includes(actor.role),
            tests: (form?.tests ?? []).filter(({ id }) => facts.answers[id] === undefined),
            papers: (form?.papers ?? []).filter(
              ({ anyOf, requesters }) =>
                requesters.includes(facts.by) && !facts.papers.some(({ kind }) => anyOf.includes(kind)),
            ),
          },
  }
}
