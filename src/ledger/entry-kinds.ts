/**
 * The event catalogue: every kind of entry and what it says besides who, when, and what it is about (`entry.ts`). Times are milliseconds since
 * 1970-01-01T00:00Z, days `YYYY-MM-DD` in the pack's time zone, ids UUIDs. Fields are only ever added: entries are never rewritten.
 */

/** A stretch of one camera's footage with its true edges, in whole leaves. */
export type EntryPart = {
  readonly camera: string
  readonly from: number
  readonly to: number
  readonly leaves: readonly { readonly epoch: string; readonly first: number; readonly last: number }[]
}

type Change = {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

export type EntryBodies = {
  // --- the store and what it rests on
  'store-created': {
    readonly store: string
    readonly municipality: string
    readonly pack: string
    readonly sample: boolean
    /** where the table key lives: `file`, `tpm`, `pkcs11` */
    readonly anchor: string
    /** the ledger's verifier key, in the form of C2SP signed-note */
    readonly ledgerKey: string
  }
  'pack-loaded': {
    readonly pack: string
    readonly title: string
    /** hexadecimal SHA-256 of the pack's data */
    readonly sha256: string
    readonly effectiveFrom: string | null
  }
  /** the program began to run; the served files are those that browsers get */
  'program-started': {
    readonly version: string
    readonly served: readonly { readonly path: string; readonly sha256: string }[]
  }
  'configuration-changed': { readonly changes: readonly Change[] }
  /** once a day: silence is evidence only if somebody would have spoken */
  'day-closed': { readonly day: string; readonly entries: number }
  'clock-untrusted': { readonly cause: string; readonly detail: string }
  'clock-confirmed': { readonly how: 'time-sync' | 'person'; readonly cause: string }
  'ledger-read': { readonly from: number; readonly to: number }

  // --- people and their keys
  'role-appointed': {
    readonly person: string
    readonly name: string
    readonly post: string
    readonly role: string
  }
  'person-enrolled': { readonly person: string }
  'role-key-made': {
    readonly roleKey: string
    /** hexadecimal SHA-256 of the public key */
    readonly publicKeySha256: string
    readonly holders: readonly string[]
  }
  'role-key-handed': { readonly roleKey: string; readonly person: string }
  /** brought back from paper by a person who did not hold it; `kit` as printed on the sheets */
  'role-key-recovered': { readonly roleKey: string; readonly person: string; readonly kit: string }
  'recovery-kit-made': { readonly kit: string; readonly shares: number; readonly threshold: number }
  'signed-in': Readonly<Record<string, never>>
  'sign-in-failed': {
    /** null when nobody has the name */
    readonly person: string | null
    readonly name: string
    readonly failures: number
  }

  // --- cameras
  'camera-registered': { readonly row: string; readonly place: string; readonly kbps: number }
  /** address and credentials are named when they change, never told */
  'camera-changed': { readonly changes: readonly Change[] }
  'recording-started': Readonly<Record<string, never>>
  'recording-stopped': { readonly reason: string }
  'gap-reported': {
    readonly from: number
    readonly to: number
    readonly cause: string
    readonly detail: string
  }

  /** a duty of the instrument has been done: a sign put up, a notice given, an inspection made */
  'duty-done': {
    readonly evidence: string
    readonly duty: string
    readonly doneOn: string
    readonly items: readonly string[] | null
    readonly note: string
  }

  // --- requests for footage
  /** the instrument did not allow what was asked */
  refused: {
    readonly act: string
    readonly reason: string
    readonly params: Readonly<Record<string, string>>
  }
  'application-entered': {
    /** id of the ground */
    readonly kind: string
    readonly purpose: string
    /** the use goes beyond the purposes of the installation */
    readonly beyond: boolean
    readonly basis: string | null
    readonly cameras: readonly string[]
    readonly from: number
    readonly to: number
    readonly applicant: Readonly<Record<string, string>> | null
    readonly papers: readonly { readonly kind: string; readonly number: string; readonly on: string }[]
    readonly law: string
    /** answers to open wording where nobody decides but whoever asks */
    readonly answers: Readonly<Record<string, boolean>>
    /** names of those who are there beside whoever sees the footage */
    readonly witnesses: readonly string[]
  }
  /** one step of a case: a decision, an instruction, a vote... */
  decided: {
    readonly outcome: 'approved' | 'refused'
    readonly reason: string
    readonly did: string
    /** what a named person answered to the instrument's open wording */
    readonly answers: Readonly<Record<string, boolean>>
    readonly papers: readonly { readonly kind: string; readonly number: string; readonly on: string }[]
  }
  instructed: {
    /** hexadecimal SHA-256 of the signed text */
    readonly sha256: string
    readonly operators: readonly string[]
    readonly parts: readonly EntryPart[]
  }
  'hold-placed': {
    readonly hold: string
    readonly endsOn: string
    readonly parts: readonly EntryPart[]
  }
  /** keys of these leaves are about to be handed out */
  released: {
    readonly viewing: string | null
    readonly export: string | null
    readonly parts: readonly EntryPart[]
  }
  viewed: { readonly viewing: string; readonly phase: 'started' | 'ended' }
  /** a copy is about to be made for a recipient; its bundle cites this entry */
  exported: {
    readonly export: string
    readonly recipient: string
    readonly medium: string
    readonly cameras: readonly string[]
    /** the window asked for */
    readonly from: number
    readonly to: number
  }

  // --- the end of footage
  'erasure-intended': {
    readonly erasure: string
    readonly cause: 'expired' | 'hold-ended' | 'capacity'
    /** recording day of what ends, or the day the holds end */
    readonly day: string
    readonly dueAt: number
    readonly cameras: readonly string[]
    readonly epochs: number
    readonly holds: number
  }
  'erasure-completed': {
    readonly erasure: string
    readonly dueAt: number
    readonly erasedAt: number
    readonly late: boolean
    readonly epochs: number
    readonly holds: number
    readonly leaves: number
    readonly slots: number
    readonly bytes: number
    readonly footageMs: number
    readonly anchor: string
  }
  /** new footage has overwritten all slots of an erasure */
  overwritten: { readonly erasure: string; readonly slots: number; readonly at: number }
}

export type EntryKind = keyof EntryBodies

/** Every kind, in the order of the catalogue; a kind that is missing here does not compile. */
const listed: Readonly<Record<EntryKind, true>> = {
  'store-created': true,
  'pack-loaded': true,
  'program-started': true,
  'configuration-changed': true,
  'day-closed': true,
  'clock-untrusted': true,
  'clock-confirmed': true,
  'ledger-read': true,
  'role-appointed': true,
  'person-enrolled': true,
  'role-key-made': true,
  'role-key-handed': true,
  'role-key-recovered': true,
  'recovery-kit-made': true,
  'signed-in': true,
  'sign-in-failed': true,
  'camera-registered': true,
  'camera-changed': true,
  'recording-started': true,
  'recording-stopped': true,
  'gap-reported': true,
  'duty-done': true,
  refused: true,
  'application-entered': true,
  decided: true,
  instructed: true,
  'hold-placed': true,
  released: true,
  viewed: true,
  exported: true,
  'erasure-intended': true,
  'erasure-completed': true,
  overwritten: true,
}
export const entryKinds = Object.keys(listed) as readonly EntryKind[]
