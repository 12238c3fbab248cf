import { z } from 'zod'
import { requestBases, requestBy, requesterKinds } from '../../domain/pack/vocabulary.ts'
import { askedInstant, bytes, clause, day, id, instant, text, words } from './base.ts'

/** Whether copies are handed over under the case's ground. */
export const caseKind = z.enum(['search', 'provision'])
export const caseState = z.enum(['entered', 'approved', 'refused', 'unlocked'])
export const applicant = z.object({
  agency: words(100),
  agencyKind: z.enum(requesterKinds),
  officer: words(100),
  officerPost: text(100),
  contact: text(200),
  identityChecked: text(200),
})
export type ApplicantMessage = z.infer<typeof applicant>
/** Purpose may come empty: the instrument refuses, with its clause, and the refusal is entered. */
export const paper = z.object({ kind: words(100), number: text(100), on: text(20) })
export const groundId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)
const answers = z.record(groundId, z.boolean())
export const newCase = z.object({
  ground: groundId,
  purpose: text(1000),
  /** the use goes beyond the purposes of the installation */
  beyond: z.boolean().default(false),
  basis: z.enum(requestBases).nullable().default(null),
  law: text(400).default(''),
  papers: z.array(paper).max(20).readonly().default([]),
  answers: answers.default({}),
  /** names of those who are there beside whoever sees the footage */
  witnesses: z.array(words(100)).max(20).readonly().default([]),
  cameras: z.array(id).min(1).max(50),
  from: askedInstant,
  to: askedInstant,
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
const groundTest = z.object({
  id: groundId,
  title: z.string(),
  asks: z.string(),
  wants: z.boolean(),
  clauses: z.array(clause).readonly(),
})
const groundPaper = z.object({
  id: groundId,
  title: z.string(),
  anyOf: z.array(z.string()).readonly(),
  /** those who have to bring it */
  requesters: z.array(z.enum(requestBy)).readonly(),
})
/** The grounds under which footage can be asked for, and what each asks. */
export const grounds = z.object({
  grounds: z
    .array(
      z.object({
        id: groundId,
        title: z.string(),
        clause,
        requesters: z.array(z.enum(requestBy)).readonly(),
        purposes: z.array(z.enum(['within', 'beyond'])).readonly(),
        bases: z.array(z.enum(requestBases)).readonly(),
        papers: z.array(groundPaper).readonly(),
        asksLaw: z.boolean(),
        asksIdentity: z.boolean(),
        present: z.int(),
        tests: z.array(groundTest).readonly(),
        decided: z.boolean(),
        copies: z.boolean(),
      }),
    )
    .readonly(),
  /** names of papers, by kind or id */
  papers: z.record(z.string(), z.string()),
})
export type GroundMessage = z.infer<typeof grounds>['grounds'][number]
export const caseView = z.object({
  id,
  number: z.string(),
  kind: caseKind,
  groundId,
  groundTitle: z.string(),
  state: caseState,
  ground: clause,
  purpose: z.string(),
  from: instant,
  to: instant,
  enteredAt: instant,
  enteredBy: z.string(),
  applicant: applicant.nullable(),
  cameras: z.array(z.object({ id, label: z.string() })),
  papers: z.array(paper).readonly(),
  law: z.string(),
  answers,
  witnesses: z.array(z.string()).readonly(),
  /** decisions and instructions so far */
  steps: z.array(
    z.object({ did: z.string(), role: z.string(), by: z.string(), at: instant, reason: z.string() }),
  ),
  /** the step that the case waits for */
  waiting: z
    .object({
      title: z.string(),
      clause,
      roles: z.array(z.string()).readonly(),
      /** `instruct`, or a decision by another word */
      did: z.string(),
      /** the signed-in person may take it */
      mine: z.boolean(),
      tests: z.array(groundTest).readonly(),
      papers: z.array(groundPaper).readonly(),
    })
    .nullable(),
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
  may: z.object({ unlock: z.boolean(), view: z.boolean(), export: z.boolean() }),
  /** clauses that the steps above rest on */
  clauses: z.object({ apply: clause, decide: clause, hold: clause.nullable(), export: clause.nullable() }),
})
export type CaseMessage = z.infer<typeof caseView>
export const cases = z.object({ cases: z.array(caseView) })
export const decisionRequest = z.object({
  outcome: z.enum(['approved', 'refused']),
  reason: text(1000),
  answers: answers.default({}),
  papers: z.array(paper).max(20).readonly().default([]),
})
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
