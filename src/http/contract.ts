/**
 * The HTTP contract: what the browser app and others send and get. All instants are milliseconds since 1970-01-01T00:00Z, all bytes are
 * base64url without padding, all days `YYYY-MM-DD` in the pack's time zone. Every answer that is not 2xx is a `Problem`.
 */
import { z } from 'zod'

const id = z.uuid()
const instant = z.int()
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const bytes = z.string().regex(/^[A-Za-z0-9_-]*$/)
const text = (max: number) => z.string().trim().max(max)
const words = (max: number) => text(max).min(1)
const clause = z.string()

// --- problems -------------------------------------------------------------------------------------------------------------------------
/** `refused`: the instrument does not allow it, `clauses` decided. `fault`: something is wrong or missing, `code` says what. */
export const problem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('refused'),
    clauses: z.array(clause),
    reason: z.string(),
    params: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('fault'), code: z.string(), params: z.record(z.string(), z.string()) }),
])
export type Problem = z.infer<typeof problem>

// --- people and keys ------------------------------------------------------------------------------------------------------------------
/** Made in the browser; the passphrase and the second half of Argon2id never leave it. */
export const enrolment = z.object({
  salt: bytes,
  /** first half of Argon2id, 32 bytes: proves sign-in */
  proof: bytes,
  openPublicKey: bytes,
  signPublicKey: bytes,
  wrappedKeys: bytes,
})
export type EnrolmentMessage = z.infer<typeof enrolment>

export const role = z.enum(['responsibleManager', 'designatedOperator'])
export type RoleName = z.infer<typeof role>

export const person = z.object({
  id,
  name: z.string(),
  post: z.string(),
  role,
  state: z.enum(['invited', 'enrolled']),
  /** true when the role key is wrapped to this person */
  holdsRoleKey: z.boolean(),
  /** true when the pack lets this role hold the role key */
  mayHoldRoleKey: z.boolean(),
  openPublicKey: bytes.nullable(),
})
export const people = z.object({ people: z.array(person) })
export const newPerson = z.object({ name: words(60), post: words(60), role })
/** `code` is shown once, for the person to enrol with */
export const invited = z.object({ person, code: z.string() })
export const enrolRequest = z.object({ name: words(60), code: words(40), enrolment })
export const roleKeyWrap = z.object({ roleKey: id, wrapped: bytes })

export const signInParametersRequest = z.object({ name: words(60) })
export const signInParameters = z.object({ salt: bytes })
export const signInRequest = z.object({ name: words(60), proof: bytes })
export const session = z.object({
  person,
  wrappedKeys: bytes,
  salt: bytes,
  signPublicKey: bytes,
  /** the role key as wrapped to this person; null when not held */
  roleKey: z.object({ id, publicKey: bytes, wrapped: bytes.nullable() }),
})
export type SessionMessage = z.infer<typeof session>

// --- first screen ---------------------------------------------------------------------------------------------------------------------
export const state = z.object({
  setup: z.enum(['empty', 'draft', 'done']),
  sample: z.boolean(),
  municipality: z.string().nullable(),
  pack: z.object({ id: z.string(), title: z.string(), timeZone: z.string() }).nullable(),
  version: z.string(),
  now: instant,
})

// --- setup ----------------------------------------------------------------------------------------------------------------------------
/** The disk sum, every part in bytes. */
export const capacitySum = z.object({
  cameras: z.int(),
  kbps: z.number(),
  days: z.int(),
  footage: z.number(),
  padding: z.number(),
  margin: z.number(),
  holdReserve: z.number(),
  needed: z.number(),
  available: z.number(),
  fits: z.boolean(),
})
export const setupDraft = z.object({
  step: z.int().min(1).max(6),
  municipality: text(60),
  department: text(60),
  pack: text(60),
  cameras: z.int().min(1).max(5000),
  kbps: z.number().min(10).max(50000),
  managerName: text(60),
  managerPost: text(60),
  anchorFolder: text(400),
  host: text(200),
  address: text(60),
})
export const setupOffer = z.object({
  draft: setupDraft,
  dataFolder: z.string(),
  packs: z.array(z.object({ id: z.string(), title: z.string(), cameras: z.int(), days: z.int() })),
  sum: capacitySum,
  sampleSum: capacitySum,
})
export const capacityQuery = z.object({
  cameras: z.coerce.number().int().min(1).max(5000),
  kbps: z.coerce.number().min(10).max(50000),
  pack: z.string(),
})
const founder = z.object({ id, name: words(60), post: words(60), role, enrolment, wrappedRoleKey: bytes })
export const setupRequest = z.object({
  sample: z.boolean(),
  draft: setupDraft,
  people: z.array(founder).min(1),
  roleKey: z.object({ id, publicKey: bytes }),
  /** the id printed on the recovery kit; null when none was made (sample) */
  recoveryKit: z.string().nullable(),
})
export const sampleOfficials = z.object({
  officials: z.array(z.object({ name: z.string(), post: z.string(), role, passphrase: z.string() })),
})

// --- cameras --------------------------------------------------------------------------------------------------------------------------
export const registerRow = z.object({
  row: z.string(),
  facility: z.string(),
  place: z.string(),
  range: z.string(),
  count: z.int(),
  registered: z.int(),
})
export const register = z.object({ rows: z.array(registerRow), clause })
export const cameraState = z.enum([
  'registered',
  'connecting',
  'recording',
  'waiting',
  'stopped',
  'recorder-down',
])
export const camera = z.object({
  id,
  label: z.string(),
  row: z.string(),
  facility: z.string(),
  place: z.string(),
  range: z.string(),
  kbps: z.number(),
  state: cameraState,
  since: instant,
  cause: z.string().nullable(),
  detail: z.string().nullable(),
  lastFrame: instant.nullable(),
})
export const cameras = z.object({ cameras: z.array(camera) })
export const newCamera = z.object({
  row: words(40),
  place: words(60),
  /** rtsp://host[:port]/path, without credentials */
  url: words(400),
  username: text(100),
  password: text(200),
  kbps: z.number().min(10).max(50000),
})
export const coverageQuery = z.object({ from: z.coerce.number().int(), to: z.coerce.number().int() })
/** One entry per hour that has any record; milliseconds of the hour. */
export const coverage = z.object({
  from: instant,
  to: instant,
  /** last day of footage recorded today, default reading, and the other reading */
  retention: z.object({ days: z.int(), lastDay: day, otherLastDay: day.nullable(), clause }),
  cameras: z.array(
    z.object({
      camera: id,
      hours: z.array(
        z.object({
          hour: instant,
          sealed: z.number(),
          held: z.number(),
          erased: z.number(),
          gap: z.number(),
        }),
      ),
    }),
  ),
})
export const gaps = z.object({
  gaps: z.array(
    z.object({ from: instant, to: instant, cause: z.string(), detail: z.string(), open: z.boolean() }),
  ),
})
/** What stands above every page. */
export const warnings = z.object({
  notRecording: z.array(
    z.object({
      camera: id,
      label: z.string(),
      since: instant,
      cause: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  fewHolders: z.boolean(),
  clock: z.object({ cause: z.string(), since: instant }).nullable(),
  lateErasures: z.int(),
  store: z.object({ freeRatio: z.number(), low: z.boolean() }),
})

// --- cases ----------------------------------------------------------------------------------------------------------------------------
export const caseKind = z.enum(['search', 'provision'])
export const caseState = z.enum(['entered', 'approved', 'refused', 'unlocked'])
export const applicant = z.object({
  agency: words(100),
  agencyKind: z.enum(['police', 'prosecutor', 'court', 'otherInvestigator']),
  officer: words(100),
  officerPost: text(100),
  contact: text(200),
  documentNumber: text(100),
  documentDate: text(20),
  identityChecked: text(200),
})
export type ApplicantMessage = z.infer<typeof applicant>
/** Purpose may come empty: the instrument refuses, with its clause, and the refusal is entered. */
export const newCase = z.object({
  kind: caseKind,
  purpose: text(1000),
  cameras: z.array(id).min(1).max(50),
  from: instant,
  to: instant,
  applicant: applicant.nullable(),
})
export const windowPart = z.object({
  camera: id,
  label: z.string(),
  /** true edges of what opens; null when nothing is recorded in the window */
  from: instant.nullable(),
  to: instant.nullable(),
  /** pieces that open, each with its own edges (about ten seconds each) */
  pieces: z.int(),
  gaps: z.array(z.object({ from: instant, to: instant, cause: z.string() })),
  /** footage that is still being recorded and cannot be opened yet */
  unfinished: z.boolean(),
})
export const caseView = z.object({
  id,
  number: z.string(),
  kind: caseKind,
  state: caseState,
  ground: clause,
  purpose: z.string(),
  from: instant,
  to: instant,
  enteredAt: instant,
  enteredBy: z.string(),
  applicant: applicant.nullable(),
  cameras: z.array(z.object({ id, label: z.string() })),
  decision: z
    .object({ outcome: z.enum(['approved', 'refused']), by: z.string(), at: instant, reason: z.string() })
    .nullable(),
  unlocked: z
    .object({
      by: z.string(),
      at: instant,
      instruction: id,
      /** who may view */
      operators: z.array(z.object({ id, name: z.string() })),
      parts: z.array(windowPart),
    })
    .nullable(),
  /** last day on which footage of the window can still be opened, before any hold */
  expiresOn: day.nullable(),
  heldUntil: day.nullable(),
  viewings: z.array(z.object({ by: z.string(), at: instant, endedAt: instant.nullable() })),
  exports: z.array(z.object({ id, by: z.string(), at: instant, recipient: z.string(), medium: z.string() })),
  /** what the signed-in person may do next */
  may: z.object({ decide: z.boolean(), unlock: z.boolean(), view: z.boolean(), export: z.boolean() }),
  /** clauses that the steps above rest on */
  clauses: z.object({ apply: clause, decide: clause, hold: clause, export: clause.nullable() }),
})
export type CaseMessage = z.infer<typeof caseView>
export const cases = z.object({ cases: z.array(caseView) })
export const decisionRequest = z.object({ outcome: z.enum(['approved', 'refused']), reason: text(1000) })
/** What would open, shown before anybody decides. */
export const windowPreview = z.object({
  parts: z.array(windowPart),
  heldUntil: day.nullable(),
  holdClause: clause,
})

/** All that the unlocker's browser needs. `instruction` is the canonical JSON to sign; the browser checks it against what it shows. */
export const unlockMaterial = z.object({
  instruction: z.string(),
  epochs: z.array(
    z.object({ epoch: id, camera: id, first: z.int(), last: z.int(), sealedOfficeLock: bytes }),
  ),
  operators: z.array(z.object({ id, name: z.string(), openPublicKey: bytes })),
  parts: z.array(windowPart),
})
export const unlockRequest = z.object({
  instruction: z.string(),
  signature: bytes,
  grants: z.array(z.object({ operator: id, epoch: id, first: z.int(), last: z.int(), sealed: bytes })).min(1),
})

export const leaf = z.object({ epoch: id, leaf: z.int(), camera: id, from: instant, to: instant })
/** The instruction's leaves in order of time, with the grants sealed to the signed-in operator. */
export const playlist = z.object({
  instruction: z.string(),
  leaves: z.array(leaf),
  grants: z.array(z.object({ epoch: id, first: z.int(), last: z.int(), sealed: bytes })),
})
export const viewingStarted = z.object({ viewing: id })
/** At most 10 minutes of footage a call. */
export const releaseRequest = z.object({
  sessionPublicKey: bytes,
  leaves: z
    .array(z.object({ epoch: id, leaf: z.int() }))
    .min(1)
    .max(1000),
  /** a viewing or an export that this release serves */
  viewing: id.nullable(),
  export: id.nullable(),
})
export const release = z.object({ sealed: bytes, leaves: z.array(z.object({ epoch: id, leaf: z.int() })) })

export const newExport = z.object({ recipient: words(200), medium: words(100) })
/** `job`: one-time public key of the export job; clip keys are sealed to it. */
export const exportJob = z.object({ id, job: bytes, leaves: z.array(leaf) })
export const exportKeys = z.object({ sealed: bytes })

// --- ledger ---------------------------------------------------------------------------------------------------------------------------
export const ledgerQuery = z.object({
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const ledgerEntry = z.object({
  seq: z.int(),
  at: instant,
  kind: z.string(),
  actor: z.string(),
  role: z.string(),
  clauses: z.array(clause),
  caseNumber: z.string().nullable(),
  camera: z.string().nullable(),
  /** the entry's own fields, for the detail view */
  body: z.record(z.string(), z.unknown()),
})
export const ledgerPage = z.object({
  entries: z.array(ledgerEntry),
  size: z.int(),
  checkpoint: z.object({ size: z.int(), root: z.string(), at: instant, text: z.string() }).nullable(),
})
export const ledgerCheckRequest = z.object({ saved: text(4000) })
export const ledgerCheck = z.object({
  ok: z.boolean(),
  size: z.int(),
  findings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()) })),
})

// --- erasure --------------------------------------------------------------------------------------------------------------------------
export const erasure = z.object({
  id,
  cause: z.enum(['expired', 'hold-ended', 'capacity']),
  /** recording day of what ended, or the day the holds ended */
  day,
  dueAt: instant,
  erasedAt: instant,
  late: z.boolean(),
  cameras: z.int(),
  hours: z.number(),
  slots: z.int(),
  /** when new footage had overwritten all of it; null until then */
  overwrittenAt: instant.nullable(),
  overwritten: z.int(),
  anchor: z.string(),
  clause,
})
export const erasures = z.object({ erasures: z.array(erasure) })

// --- routes ---------------------------------------------------------------------------------------------------------------------------
const byId = z.object({ id })
const none = z.object({})

/** Every route with its schemas; server and browser are both typed from this table. */
export const api = {
  'GET /api/state': { response: state },
  'GET /api/setup': { response: setupOffer },
  'GET /api/setup/capacity': { query: capacityQuery, response: capacitySum },
  'PUT /api/setup/draft': { body: setupDraft, response: none },
  'POST /api/setup': { body: setupRequest, response: none },
  'GET /api/sample/officials': { response: sampleOfficials },

  'POST /api/session/parameters': { body: signInParametersRequest, response: signInParameters },
  'POST /api/session': { body: signInRequest, response: session },
  'GET /api/session': { response: session },
  'DELETE /api/session': { response: none },
  'POST /api/enrolments': { body: enrolRequest, response: none },

  'GET /api/people': { response: people },
  'POST /api/people': { body: newPerson, response: invited },
  'POST /api/people/:id/role-key': { params: byId, body: roleKeyWrap, response: none },

  'GET /api/register': { response: register },
  'GET /api/cameras': { response: cameras },
  'POST /api/cameras': { body: newCamera, response: camera },
  'POST /api/cameras/:id/start': { params: byId, response: camera },
  'GET /api/cameras/:id/gaps': { params: byId, query: coverageQuery, response: gaps },
  'GET /api/coverage': { query: coverageQuery, response: coverage },
  'GET /api/warnings': { response: warnings },
  'POST /api/clock/confirm': { response: none },

  'GET /api/cases': { response: cases },
  'POST /api/cases': { body: newCase, response: caseView },
  'GET /api/cases/:id': { params: byId, response: caseView },
  'GET /api/cases/:id/window': { params: byId, response: windowPreview },
  'POST /api/cases/:id/decision': { params: byId, body: decisionRequest, response: caseView },
  'GET /api/cases/:id/unlock': { params: byId, response: unlockMaterial },
  'POST /api/cases/:id/unlock': { params: byId, body: unlockRequest, response: caseView },
  'GET /api/cases/:id/playlist': { params: byId, response: playlist },
  'POST /api/cases/:id/viewings': { params: byId, response: viewingStarted },
  'POST /api/viewings/:id/end': { params: byId, response: none },
  'POST /api/cases/:id/release': { params: byId, body: releaseRequest, response: release },
  'POST /api/cases/:id/exports': { params: byId, body: newExport, response: exportJob },
  'POST /api/exports/:id/keys': { params: byId, body: exportKeys, response: none },

  'GET /api/ledger': { query: ledgerQuery, response: ledgerPage },
  'POST /api/ledger/check': { body: ledgerCheckRequest, response: ledgerCheck },
  'GET /api/erasures': { response: erasures },
} as const
// Besides these, as bytes: `GET /api/footage/:case/:epoch/:leaf` (sealed records, docs/ref/footage-format.md, only while the asker has a release
// of that leaf) and `GET /api/exports/:id/bundle` (the ZIP, once, after its keys have come).
export type Api = typeof api
