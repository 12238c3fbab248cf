import type { z } from 'zod'
import { enrolPerson, handOverRoleKey, invitePerson } from '../../acts/enrol-person.ts'
import { ActFault } from '../../acts/fault.ts'
import { recoverRoleKey } from '../../acts/recover-role-key.ts'
import { signIn, signInSalt, signOut } from '../../acts/sign-in.ts'
import { decideAppointment } from '../../domain/casework/cameras.ts'
import { mayHoldRoleKey } from '../../domain/casework/casework.ts'
import { roleTitle } from '../../domain/decide/subject.ts'
import type { PersonId, RoleId } from '../../domain/ids.ts'
import { fromText, toText } from '../bytes.ts'
import type { person, session } from '../contract.ts'
import type { Installation } from '../host.ts'
import { type Handlers, installed, sessionCookie, sessionToken, settled, signedIn } from '../router.ts'

async function personViews(installation: Installation): Promise<z.input<typeof person>[]> {
  const { context, roleKey } = installation
  const rows = await context.records.db
    .selectFrom('persons')
    .leftJoin('roleKeyWraps', (join) =>
      join.onRef('roleKeyWraps.person', '=', 'persons.id').on('roleKeyWraps.roleKey', '=', roleKey.id),
    )
    .select([
      'persons.id',
      'name',
      'post',
      'role',
      'state',
      'openPublicKey',
      'roleKeyWraps.wrapped',
      'createdAt',
    ])
    .orderBy('createdAt')
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    post: row.post,
    role: row.role,
    state: row.state,
    holdsRoleKey: row.wrapped !== null,
    mayHoldRoleKey: mayHoldRoleKey(context.pack, row.role as RoleId).kind !== 'refused',
    openPublicKey: row.openPublicKey === null ? null : toText(row.openPublicKey),
  }))
}

async function sessionView(installation: Installation, id: PersonId): Promise<z.input<typeof session>> {
  const view = (await personViews(installation)).find((candidate) => candidate.id === id)
  const row = await installation.context.records.db
    .selectFrom('persons')
    .select(['salt', 'wrappedKeys', 'signPublicKey'])
    .where('id', '=', id)
    .executeTakeFirst()
  const wrap = await installation.context.records.db
    .selectFrom('roleKeyWraps')
    .select('wrapped')
    .where('roleKey', '=', installation.roleKey.id)
    .where('person', '=', id)
    .executeTakeFirst()
  if (view === undefined || row?.salt == null || row.wrappedKeys === null || row.signPublicKey === null) {
    throw new ActFault('not-signed-in')
  }
  return {
    person: view,
    salt: toText(row.salt),
    wrappedKeys: toText(row.wrappedKeys),
    signPublicKey: toText(row.signPublicKey),
    roleKey: {
      id: installation.roleKey.id,
      publicKey: toText(installation.roleKey.publicKey),
      wrapped: wrap === undefined ? null : toText(wrap.wrapped),
    },
  }
}

export const peopleRoutes = {
  'POST /api/session/parameters': async ({ host, body }) => ({
    salt: toText(await signInSalt(installed(host).context, body.name)),
  }),

  'POST /api/session': async ({ host, body, reply, request }) => {
    const installation = installed(host)
    const { token, person: id } = await signIn(installation.context, body.name, fromText(body.proof))
    reply.setCookie(sessionCookie, toText(token), {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
    })
    return sessionView(installation, id)
  },

  'GET /api/session': async (call) => {
    const { installation, actor } = await signedIn(call)
    return sessionView(installation, actor.person)
  },

  'DELETE /api/session': async ({ host, request, reply }) => {
    await signOut(installed(host).context, sessionToken(request))
    reply.clearCookie(sessionCookie, { path: '/' })
    return {}
  },

  'POST /api/enrolments': async ({ host, body }) => {
    const { enrolment } = body
    await enrolPerson(installed(host).context, body.name, body.code, {
      salt: fromText(enrolment.salt),
      proof: fromText(enrolment.proof),
      openPublicKey: fromText(enrolment.openPublicKey),
      signPublicKey: fromText(enrolment.signPublicKey),
      wrappedKeys: fromText(enrolment.wrappedKeys),
    })
    return {}
  },

  'GET /api/people': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    return {
      people: await personViews(installation),
      roles: context.pack.roles.map(({ id, heldBy, atLeast, clauses }) => ({
        role: id,
        label: roleTitle(context.pack, id),
        heldBy,
        atLeast,
        clause: clauses[0] ?? '',
        mine: decideAppointment(context.pack, { appointer: actor.role, role: id }).kind === 'permitted',
      })),
    }
  },

  'POST /api/people': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    const { person: id, code } = settled(
      await invitePerson(context, actor, { ...call.body, role: call.body.role as RoleId }),
    )
    const view = (await personViews(installation)).find((candidate) => candidate.id === id)
    if (view === undefined) throw new ActFault('not-found', { what: 'person' })
    return { person: view, code }
  },

  'POST /api/people/:id/role-key': async (call) => {
    const { context, actor } = await signedIn(call)
    settled(
      await handOverRoleKey(context, actor, call.params.id as PersonId, {
        roleKey: call.body.roleKey,
        wrapped: fromText(call.body.wrapped),
      }),
    )
    return {}
  },

  'POST /api/role-key/recovery': async (call) => {
    const { context, actor } = await signedIn(call)
    const { roleKey, wrapped, kit } = call.body
    settled(await recoverRoleKey(context, actor, { roleKey, wrapped: fromText(wrapped), kit }))
    return {}
  },
} satisfies Partial<Handlers>
