import { parseInstruction } from '../../src/vault/instruction.ts'
import { sealWindow } from '../../web/src/keys/export-window.ts'
import type { Playlist, UnlockMaterial } from '../../web/src/keys/messages.ts'
import { unlockCase } from '../../web/src/keys/unlock-case.ts'
import { type ReleaseCall, WindowKeys } from '../../web/src/keys/window-keys.ts'
import type { ActsBench } from './acts-bench.ts'
import { police } from './bench-case.ts'
import type { BenchPerson } from './bench-people.ts'
import type { Session } from './http-bench.ts'

// What a browser does with the answers of the server, by the browser's own code.

export type WindowOf = { readonly from: number; readonly to: number }

export async function enterOverHttp(
  session: Session,
  kind: 'search' | 'provision',
  cameras: readonly string[],
  window: WindowOf,
): Promise<string> {
  const view = await session.ask('POST /api/cases', {
    body: {
      ground: kind,
      purpose: '事故の確認',
      cameras,
      ...window,
      applicant: kind === 'search' ? null : police,
    },
  })
  return String(view['id'])
}

/** Body of the unlock of a case, made by its unlocker's browser. */
export async function unlockBody(bench: ActsBench, session: Session, person: BenchPerson, id: string) {
  const material = (await session.ask('GET /api/cases/:id/unlock', { params: { id } })) as UnlockMaterial
  return unlockCase(material, {
    roleKey: await bench.officeKey(),
    signKey: person.keys.sign.privateKey,
  })
}

export async function unlockOverHttp(
  bench: ActsBench,
  session: Session,
  person: BenchPerson,
  id: string,
): Promise<void> {
  const body = await unlockBody(bench, session, person, id)
  await session.ask('POST /api/cases/:id/unlock', { params: { id }, body })
}

/** Both halves of the window, for the person who is signed in. */
export async function windowOf(session: Session, person: BenchPerson, id: string) {
  const playlist = (await session.ask('GET /api/cases/:id/playlist', { params: { id } })) as Playlist
  const instruction = parseInstruction(playlist.instruction).id
  const keys = await WindowKeys.open(playlist, instruction, person.id, person.keys.open)
  return { playlist, keys }
}

/** Sends a release request of the browser's. */
export function releaseCall(
  session: Session,
  id: string,
  serving: { readonly viewing: string | null; readonly export: string | null },
): ReleaseCall {
  return async (request) =>
    (await session.ask('POST /api/cases/:id/release', {
      params: { id },
      body: { ...request, ...serving },
    })) as Awaited<ReturnType<ReleaseCall>>
}

export async function startViewingOverHttp(session: Session, id: string): Promise<string> {
  return String((await session.ask('POST /api/cases/:id/viewings', { params: { id } }))['viewing'])
}

/** Begins an export of an unlocked request and makes the body that carries its keys. */
export async function exportOverHttp(session: Session, person: BenchPerson, id: string) {
  const job = (await session.ask('POST /api/cases/:id/exports', {
    params: { id },
    body: { recipient: '見本警察署', medium: 'DVD-R' },
  })) as { id: string; job: string; leaves: Playlist['leaves'] }
  const { keys } = await windowOf(session, person, id)
  const call = releaseCall(session, id, { viewing: null, export: job.id })
  return { job, keys: await sealWindow(keys, job.id, job.job, job.leaves, call) }
}
