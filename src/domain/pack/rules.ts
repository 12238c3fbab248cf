import type { Brand, ClauseRef, LocalDay, RoleId } from '../ids.ts'
import type { Condition } from './condition.ts'
import type { Presence } from './presence.ts'
import type { Span } from './span.ts'
import type {
  Act,
  ChainStep,
  Counting,
  DataClass,
  DocumentKind,
  DutyKind,
  EventKind,
  Force,
  NeedKind,
  SubstitutionCause,
  TaskKind,
} from './vocabulary.ts'

/** Also the part of every clause id before the colon: `funabashi`. */
export type PackId = Brand<string, 'PackId'>
export type GroundId = Brand<string, 'GroundId'>
type Clauses = readonly ClauseRef[]

/** What the software owes a provision. */
export const owed = ['enforced', 'tracked', 'recorded', 'issued'] as const
export type Owed = (typeof owed)[number]

/** One provision of the instrument, in the program's own words. */
export type Provision = {
  readonly clause: ClauseRef
  readonly says: string
  readonly how: readonly Owed[]
  readonly force: Force
  /** where the pack holds it: `duties.sign`, `values.retention.period`; each of these cites the clause in turn */
  readonly rests: readonly string[]
  /** the text can be read in more than one way: the default, the others, and what the office is asked */
  readonly readings?: { readonly chosen: string; readonly others: readonly string[] }
  readonly asks?: string
  /** a cited law has been superseded and the like */
  readonly remark?: string
}

export type Role = {
  readonly id: RoleId
  readonly clauses: Clauses
  /** the post or person that the instrument puts in the role, in its own terms */
  readonly heldBy: string
  /** who puts somebody in; empty where the instrument names nobody */
  readonly appointedBy: readonly RoleId[]
  /** so many hold it before a camera goes live */
  readonly atLeast: number
  readonly atMost?: number
  readonly standsInFor?: {
    readonly role: RoleId
    readonly causes: readonly SubstitutionCause[]
    readonly namedBeforehand: boolean
    readonly clauses: Clauses
  }
}

export type ScopeTest = {
  readonly id: string
  readonly title: string
  /** false puts the camera out of scope */
  readonly when: Condition
  readonly clauses: Clauses
}

/** Whom the instrument binds how: `advisory` ones are told what would be refused. */
export type Addressee = {
  readonly class: 'mandatory' | 'advisory'
  readonly when: Condition
  readonly clauses: Clauses
}

export type RegisterRow = {
  readonly row: string
  readonly facility: string
  readonly count: number
  /** one per camera; place and range pair by their order in the instrument's table */
  readonly cameras: readonly { readonly place: string; readonly range: string }[]
}

export type Prohibition = {
  readonly id: string
  readonly title: string
  readonly acts: readonly Act[]
  /** forbids only then; what is unknown does not forbid */
  readonly when?: Condition
  /** grounds that lift it: some by id, all, or none */
  readonly yieldsTo?: 'grounds' | 'none' | readonly GroundId[]
  readonly clauses: Clauses
}

/** Something that has to be there before an act. */
export type Requirement = {
  readonly kind: NeedKind
  readonly id: string
  readonly title: string
  readonly force: Force
  readonly clauses: Clauses
  /** of the ground's or rule's acts only these */
  readonly acts?: readonly Act[]
  /** asked only then; an unknown condition asks */
  readonly when?: Condition
  /** met as well where this holds */
  readonly met?: Condition
  /** document, consent: one of these, by id or kind */
  readonly anyOf?: readonly string[]
  /** decision, instruction: who; `unnamed` where the instrument names nobody */
  readonly by?: readonly RoleId[] | 'unnamed'
  /** what the step in the chain is called */
  readonly did?: ChainStep
  /** comes after this requirement of the same ground in the chain */
  readonly after?: string
  /** the step has to be made beforehand */
  readonly prior?: boolean
  /** role: who may carry the act out */
  readonly in?: readonly RoleId[]
  /** person: so many are present */
  readonly atLeast?: number
  /** test: the question a named person answers, and the answer that lets the act go on */
  readonly asks?: string
  readonly wants?: boolean
  /** one of these is enough */
  readonly oneOf?: readonly Requirement[]
}

export type DueRule = {
  readonly within: Span | 'unknown'
  /** `act`: the act itself; `installOn`: the planned day; otherwise an event */
  readonly from: 'act' | 'installOn' | EventKind
  readonly direction: 'before' | 'after'
  readonly counted: 'nextDay' | 'eventDay'
  /** a last day on which the office is closed moves to the next open one; erasure never moves */
  readonly roll: 'none' | 'forward'
}

/** What follows from an act. */
export type Consequence = {
  readonly kind: TaskKind
  readonly id: string
  readonly title: string
  readonly to: string
  readonly due: DueRule | 'withoutDelay' | 'none'
  readonly acts?: readonly Act[]
  readonly when?: Condition
  readonly clauses: Clauses
}

/** What permits. */
export type Ground = {
  readonly id: GroundId
  readonly title: string
  readonly acts: readonly Act[]
  readonly when?: Condition
  readonly needs: readonly Requirement[]
  readonly then: readonly Consequence[]
  readonly clauses: Clauses
}

/** Requirements and consequences of acts whatever their ground. */
export type ActRule = {
  readonly id: string
  readonly acts: readonly Act[]
  readonly grounds?: readonly GroundId[]
  readonly when?: Condition
  readonly needs: readonly Requirement[]
  readonly then: readonly Consequence[]
}

export type DutyItem = {
  readonly id: string
  readonly label: string
  /** one of these is enough */
  readonly anyOf?: readonly string[]
  /** what asks for this item, where the duty's clauses do not all ask for the whole */
  readonly clauses?: Clauses
}

/** Something that has to be done, once or again and again. */
export type Duty = {
  readonly id: string
  readonly kind: DutyKind
  readonly title: string
  readonly force: Force
  readonly clauses: Clauses
  readonly when?: Condition
  /** acts that wait for it */
  readonly gates: readonly Act[]
  readonly items: readonly DutyItem[]
  readonly due?: DueRule | 'withoutDelay'
  /** again after this long; `unknown` asks the office */
  readonly every?: Span | 'unknown'
  /** who does it, and to whom */
  readonly by?: RoleId
  readonly to?: string
  readonly waivableBy?: readonly RoleId[]
}

export type Extension = {
  readonly id: string
  readonly title: string
  readonly events: readonly EventKind[]
  /** over facts of the event: `event.basis` */
  readonly when?: Condition
  /** so long; until another event; to the day that was set with the event */
  readonly lasts:
    | { readonly length: Span; readonly countedFrom: readonly Counting[] }
    | { readonly until: EventKind }
    | 'setDay'
  readonly clauses: Clauses
}

/** Footage that ends at once: copies that came back, what was judged to be of no use. */
export type EarlyEnd = {
  readonly id: string
  readonly title: string
  readonly events: readonly EventKind[]
  readonly classes: readonly DataClass[]
  readonly within: Span | 'withoutDelay'
  readonly clauses: Clauses
}

/** The period of some of the footage, where it is not the general one. */
export type ClassPeriod = {
  readonly id: string
  readonly classes?: readonly DataClass[]
  readonly when?: Condition
  readonly period: Presence<Span>
  readonly countedFrom: readonly Counting[]
}

export type Retention = {
  /** classes of data that the general period covers */
  readonly classes: readonly DataClass[]
  /** readings of the first day, the default first */
  readonly countedFrom: readonly Counting[]
  readonly byClass: readonly ClassPeriod[]
  readonly extensions: readonly Extension[]
  readonly ends: readonly EarlyEnd[]
}

export type DocumentForm = {
  readonly id: string
  readonly kind: DocumentKind
  readonly title: string
  /** what has to stand in it */
  readonly items: readonly string[]
  readonly clauses: Clauses
}

export const fieldTypes = [
  'number',
  'instant',
  'day',
  'choice',
  'camera',
  'window',
  'text',
  'person',
] as const
export const origins = ['stated', 'required', 'proposed'] as const
export type FormField = {
  readonly id: string
  readonly type: (typeof fieldTypes)[number]
  readonly label: string
  readonly origin?: (typeof origins)[number]
}

/** A register or form as a list of fields. */
export type RegisterForm = {
  readonly id: string
  readonly title: string
  readonly per: 'facility' | 'municipality' | 'case' | 'camera'
  readonly keeper: RoleId
  /** where the columns come from: the instrument, its content only, or usual practice */
  readonly origin: (typeof origins)[number]
  readonly clauses: Clauses
  readonly fields: readonly FormField[]
}

/** All that one version of the instrument says. */
export type Rules = {
  /** display words by identifier of the glossary */
  readonly terms: Readonly<Record<string, string>>
  readonly provisions: readonly Provision[]
  readonly values: Readonly<Record<string, Presence<unknown>>>
  readonly scope: readonly ScopeTest[]
  readonly addressees: readonly Addressee[]
  readonly roles: readonly Role[]
  /** who holds the key that opens footage */
  readonly unlocking: { readonly holders: readonly RoleId[]; readonly clauses: Clauses }
  readonly register: Presence<readonly RegisterRow[]>
  readonly documents: readonly DocumentForm[]
  readonly prohibitions: readonly Prohibition[]
  readonly grounds: readonly Ground[]
  readonly acts: readonly ActRule[]
  readonly duties: readonly Duty[]
  readonly retention: Retention
  readonly registers: readonly RegisterForm[]
}

export type PackVersion = {
  /** first day in force; `unknown` where the text gives none */
  readonly since: LocalDay | 'unknown'
  /** last day in force, where the instrument ends */
  readonly until?: LocalDay
  readonly clauses: Clauses
  readonly rules: Rules | 'unknown'
}

export type ParentLaw = {
  readonly title: string
  readonly year: number
  readonly article: string
  readonly text: 'unknown'
  readonly clauses: Clauses
}

export type InstrumentIdentity = {
  readonly id: PackId
  readonly title: string
  /** 要綱, 要領, 指針... as the title says */
  readonly kind: string
  readonly municipality: string
  /** IANA name; days are counted in it */
  readonly timeZone: string
  readonly parent?: ParentLaw
  /** the guideline that an operator's own rules stand under, and whether it binds them */
  readonly under?: { readonly pack: PackId; readonly as: 'mandatory' | 'advisory' }
}

/** A municipal instrument as data, all its versions (docs/ref/pack.md). */
export type PolicyInstrument = InstrumentIdentity & {
  /** in order of `since` */
  readonly versions: readonly PackVersion[]
}

/** The version of an instrument that is in force on one day, and what the office has set where the instrument leaves it open. */
export type Pack = InstrumentIdentity &
  Rules & {
    readonly since: LocalDay | 'unknown'
    /** the office's own values by path, never shown as the instrument's */
    readonly supplement: Supplement
    /** the versions before, in their order: they go on governing what was recorded under them */
    readonly earlier?: readonly Pack[]
  }
export type Supplement = Readonly<Record<string, unknown>>
