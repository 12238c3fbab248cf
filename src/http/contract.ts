/**
 * The HTTP contract: what the browser app and others send and get, typed on both sides from one table. All instants are milliseconds since
 * 1970-01-01T00:00Z, all bytes are base64url without padding, all days `YYYY-MM-DD` in the pack's time zone. Every answer that is not 2xx
 * is a `Problem`.
 */
import { z } from 'zod'
import { id } from './contract/base.ts'
import {
  camera,
  cameras,
  coverage,
  coverageQuery,
  gaps,
  newCamera,
  register,
  warnings,
} from './contract/cameras.ts'
import {
  cases,
  caseView,
  decisionRequest,
  exportJob,
  exportKeys,
  grounds,
  newCase,
  newExport,
  playlist,
  release,
  releaseRequest,
  unlockMaterial,
  unlockRequest,
  viewingStarted,
  windowPreview,
} from './contract/cases.ts'
import { guideline, guidelineQuery, newEvidence, officeValue } from './contract/guideline.ts'
import { erasures, ledgerCheck, ledgerCheckRequest, ledgerPage, ledgerQuery } from './contract/ledger.ts'
import {
  enrolRequest,
  invited,
  newPerson,
  people,
  roleKeyRecovery,
  roleKeyWrap,
  session,
  signInParameters,
  signInParametersRequest,
  signInRequest,
} from './contract/people.ts'
import {
  capacityQuery,
  capacitySum,
  sampleOfficials,
  setupDraft,
  setupOffer,
  setupRequest,
  state,
} from './contract/setup.ts'

export * from './contract/cameras.ts'
export * from './contract/cases.ts'
export * from './contract/guideline.ts'
export * from './contract/ledger.ts'
export * from './contract/people.ts'
export * from './contract/problems.ts'
export * from './contract/setup.ts'

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
  'POST /api/role-key/recovery': { body: roleKeyRecovery, response: none },

  'GET /api/register': { response: register },
  'GET /api/cameras': { response: cameras },
  'POST /api/cameras': { body: newCamera, response: camera },
  'POST /api/cameras/:id/start': { params: byId, response: camera },
  'GET /api/cameras/:id/gaps': { params: byId, query: coverageQuery, response: gaps },
  'GET /api/coverage': { query: coverageQuery, response: coverage },
  'GET /api/warnings': { response: warnings },
  'POST /api/clock/confirm': { response: none },

  'GET /api/grounds': { response: grounds },
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

  'GET /api/guideline': { query: guidelineQuery, response: guideline },
  'POST /api/guideline/evidence': { body: newEvidence, response: z.object({ id }) },
  'POST /api/guideline/office-values': { body: officeValue, response: none },

  'GET /api/ledger': { query: ledgerQuery, response: ledgerPage },
  'POST /api/ledger/check': { body: ledgerCheckRequest, response: ledgerCheck },
  'GET /api/erasures': { response: erasures },
} as const
// Besides these, as bytes: `GET /api/footage/:case/:epoch/:leaf` (sealed records, docs/ref/footage-format.md, only while the asker has a release
// of that leaf) and `GET /api/exports/:id/bundle` (the ZIP, once, after its keys have come).
export type Api = typeof api
