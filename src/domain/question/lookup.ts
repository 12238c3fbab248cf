import type { FactLookup } from '../pack/condition.ts'
import type { DocumentForm, Supplement } from '../pack/rules.ts'
import type { DoneThing, Question, QuestionEvent } from './question.ts'

/** The facts of a question by path, for conditions. */
export function lookupOf(
  question: Question,
  more: {
    readonly class?: 'mandatory' | 'advisory'
    readonly event?: QuestionEvent
    readonly forms?: readonly DocumentForm[]
    /** what the office has set for good, beneath what the question supposes */
    readonly office?: Supplement
  } = {},
): FactLookup {
  return (path) => {
    const dot = path.indexOf('.')
    const head = dot < 0 ? path : path.slice(0, dot)
    const rest = dot < 0 ? '' : path.slice(dot + 1)
    switch (head) {
      case 'present':
        return question.present
      case 'actor':
        return member(question.actor, rest)
      case 'camera':
        return cameraFact(question, rest, more.class)
      case 'request':
        return rest === 'documents' ? documentsOf(question, more.forms ?? []) : member(question.request, rest)
      case 'footage':
        return member(question.footage, rest)
      case 'planned':
        return member(question.planned, rest)
      case 'event':
        return member(more.event, rest)
      case 'answers':
        return member(question.answers, rest)
      case 'supplement':
        return member(question.supplement, rest) ?? member(more.office, rest)
      case 'events':
        return (question.events ?? []).some(({ kind }) => kind === rest)
      case 'done':
        return isDone(question.done ?? [], rest)
      default:
        return undefined
    }
  }
}

function cameraFact(question: Question, path: string, bindingClass: string | undefined): unknown {
  if (path === 'class') return bindingClass
  if (path.startsWith('attrs.')) return member(question.camera?.attrs, path.slice('attrs.'.length))
  return member(question.camera, path)
}

function member(holder: object | undefined, key: string): unknown {
  return holder !== undefined && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined
}

/** Papers of a question by kind and by id: a pack's own form counts as its kind too. */
export function documentsOf(question: Question, forms: readonly DocumentForm[]): readonly string[] {
  return (question.request?.documents ?? []).flatMap((one) => {
    const name = typeof one === 'string' ? one : one.kind
    const kind = forms.find(({ id }) => id === name)?.kind
    return kind === undefined ? [name] : [name, kind]
  })
}

function isDone(done: readonly DoneThing[], duty: string): boolean {
  return done.some(({ id }) => id === duty)
}
