import type { Answer } from '../api.ts'

/** The answers of the server that carry sealed keys, and the requests that carry them back. */
export type { CaseMessage, EnrolmentMessage, SessionMessage } from '../../../src/http/contract.ts'
export type UnlockMaterial = Answer<'GET /api/cases/:id/unlock'>
export type Playlist = Answer<'GET /api/cases/:id/playlist'>
export type PlaylistLeaf = Playlist['leaves'][number]
