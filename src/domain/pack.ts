import type { Brand, ClauseRef, LocalDay, RoleId } from './ids.ts'

/** Also the part of every clause id before the colon: `funabashi`. */
export type PackId = Brand<string, 'PackId'>
export type GroundId = Brand<string, 'GroundId'>

export const forces = ['must', 'mustNot', 'should', 'may'] as const
export type Force = (typeof forces)[number]

export const approximations = ['exact', 'atMost', 'about', 'inPrinciple', 'atLeast'] as const
export type Approximation = (typeof approximations)[number]

/** What the instrument says. Silent and unknown (not written in the pack) are never a permission and never filled from elsewhere. */
export type Presence<T> = Stated<T> | { readonly is: 'silent' } | { readonly is: 'unknown' }
export type Stated<T> = {
  readonly is: 'stated'
  readonly value: T
  readonly force: Force
  readonly approx: Approximation
  readonly clauses: readonly ClauseRef[]
}

/** ISO 8601 duration of one unit: `P14D`, `P2W`, `P6M`, `P1Y`. */
export type Span = Brand<string, 'Span'>

/** Which day is the first of a period, in the order in which the pack lists the readings. */
export const countings = ['recordingDay', 'eventDay', 'nextDay'] as const
export type Counting = (typeof countings)[number]

export const purposes = [
  'crimePrevention',
  'accidentPrevention',
  'disaster',
  'facilityManagement',
  'guarding',
  'traffic',
  'dumping',
  'environment',
  'staffProtection',
  'statistics',
  'other',
] as const
export type Purpose = (typeof purposes)[number]

export const requesterKinds = [
  'police',
  'prosecutor',
  'court',
  'otherInvestigator',
  'administrativeBody',
  'ownOrgan',
  'lawyer',
  'dataSubject',
  'guardian',
  'victim',
  'resident',
  'association',
  'press',
  'researcher',
  'contractor',
  'other',
] as const
export type RequesterKind = (typeof requesterKinds)[number]

export const substitutionCauses = ['unable', 'vacant'] as const
export type SubstitutionCause = (typeof substitutionCauses)[number]

export const useEvents = ['searched', 'provided', 'used', 'copied'] as const
/** What happens to footage and may lengthen its keeping. */
export type UseEvent = (typeof useEvents)[number]

export type Role = {
  readonly id: RoleId
  readonly clauses: readonly ClauseRef[]
  /** the post or person that the instrument puts in the role, in its own terms */
  readonly heldBy: string
  /** who puts somebody in; empty where the instrument names nobody */
  readonly appointedBy: readonly RoleId[]
  /** so many hold it before a camera goes live */
  readonly atLeast: number
  readonly standsInFor?: {
    readonly role: RoleId
    readonly causes: readonly SubstitutionCause[]
    readonly namedBeforehand: boolean
    readonly clauses: readonly ClauseRef[]
  }
}

export type RegisterRow = {
  readonly row: string
  readonly facility: string
  readonly count: number
  /** one per camera; place and range pair by their order in the instrument's table */
  readonly cameras: readonly { readonly place: string; readonly range: string }[]
}

export type Extension = {
  readonly id: string
  readonly events: readonly UseEvent[]
  readonly length: Span
  readonly countedFrom: readonly Counting[]
  readonly clauses: readonly ClauseRef[]
}

export const statements = ['purpose', 'cameras', 'window', 'recipient'] as const
/** What has to be stated before a ground opens anything. */
export type Statement = (typeof statements)[number]

export type Ground = {
  readonly id: GroundId
  readonly act: 'search' | 'provide'
  readonly title: string
  readonly clauses: readonly ClauseRef[]
  /** who may enter a case under it */
  readonly entering: readonly RoleId[]
  /** empty: only on the municipality's own initiative */
  readonly requesters: readonly RequesterKind[]
  readonly asks: readonly Statement[]
  /** papers the instrument demands */
  readonly documents: Presence<readonly string[]>
  /** undefined where the ground asks for no decision */
  readonly decision:
    | {
        readonly by: readonly RoleId[]
        /** what an approval has to state in words */
        readonly states: readonly 'need'[]
        readonly clauses: readonly ClauseRef[]
      }
    | undefined
  readonly viewing: { readonly roles: readonly RoleId[]; readonly clauses: readonly ClauseRef[] }
  readonly copying: {
    readonly allowed: boolean
    readonly roles: readonly RoleId[]
    readonly clauses: readonly ClauseRef[]
  }
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

export type RegisterForm = {
  readonly id: string
  readonly title: string
  readonly per: 'facility' | 'municipality'
  readonly keeper: RoleId
  /** where the columns come from: the instrument, its content only, or usual practice */
  readonly origin: 'stated' | 'required' | 'proposed'
  readonly clauses: readonly ClauseRef[]
  readonly fields: readonly {
    readonly id: string
    readonly type: (typeof fieldTypes)[number]
    readonly label: string
  }[]
}

/** All that one version of the instrument says, as far as the pack language goes today. */
export type Rules = {
  /** display words by identifier of the glossary */
  readonly terms: Readonly<Record<string, string>>
  /** the clauses that forbid whatever no ground permits */
  readonly prohibition: { readonly clauses: readonly ClauseRef[] }
  readonly purposes: Presence<readonly Purpose[]>
  readonly roles: readonly Role[]
  /** who alone operates the equipment */
  readonly operating: Presence<readonly RoleId[]>
  /** who holds the key that opens footage */
  readonly unlocking: { readonly holders: readonly RoleId[]; readonly clauses: readonly ClauseRef[] }
  readonly register: Presence<readonly RegisterRow[]>
  readonly sign: Presence<
    readonly { readonly id: string; readonly anyOf: readonly string[]; readonly label: string }[]
  >
  readonly alteration: Presence<'none' | 'masking'>
  readonly liveViewing: Presence<{
    readonly condition: 'never' | 'forPurpose' | 'always'
    readonly watchers: readonly RoleId[]
  }>
  readonly retention: {
    readonly period: Presence<Span>
    readonly countedFrom: readonly Counting[]
    readonly erasure: { readonly due: 'withoutDelay'; readonly clauses: readonly ClauseRef[] }
    readonly extensions: readonly Extension[]
  }
  readonly grounds: readonly Ground[]
  readonly registers: readonly RegisterForm[]
}

export type PackVersion = {
  /** first day in force */
  readonly since: LocalDay
  readonly clauses: readonly ClauseRef[]
  readonly rules: Rules | 'unknown'
}

/** A municipal instrument as data, all its versions (docs/ref/pack.md). */
export type PolicyInstrument = InstrumentIdentity & {
  /** in order of `since` */
  readonly versions: readonly PackVersion[]
}

export type InstrumentIdentity = {
  readonly id: PackId
  readonly title: string
  /** 要綱, 要領, 指針... as the title says */
  readonly kind: string
  readonly municipality: string
  /** IANA name; days are counted in it */
  readonly timeZone: string
  readonly parent?: {
    readonly title: string
    readonly year: number
    readonly article: string
    readonly text: 'unknown'
    readonly clauses: readonly ClauseRef[]
  }
}

/** The version of an instrument that is in force on one day, and what the office has set where the instrument leaves it open. */
export type Pack = InstrumentIdentity &
  Rules & {
    /** first day of the version */
    readonly since: LocalDay
    /** the office's own values, never shown as the instrument's */
    readonly supplement: {
      /** a period that the instrument's own allows */
      readonly retentionPeriod?: Span
    }
  }
