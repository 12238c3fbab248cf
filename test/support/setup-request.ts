import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { RoleKeyId } from '../../src/domain/ids.ts'
import { toText } from '../../src/http/bytes.ts'
import type { setupRequest } from '../../src/http/contract.ts'
import { createRoleKey, type RoleKey } from '../../src/vault/role-key.ts'
import { funabashi } from '../packs/load.ts'
import { type BenchPerson, benchPerson, founders } from './bench-people.ts'

export type Request = z.infer<typeof setupRequest>

/** What the last page of a setup sends, with the people and the role key it is about. */
export type Setup = { readonly request: Request; readonly manager: BenchPerson; readonly roleKey: RoleKey }

/** A setup of a municipality with one small camera, whose manager holds the role key. */
export async function setupRequestOf(change: Partial<Request['draft']> = {}): Promise<Setup> {
  const roleKey = await createRoleKey(randomUUID() as RoleKeyId)
  const manager = await benchPerson('responsibleManager', '管理 者')
  const people = await founders(await funabashi(), [manager], roleKey)
  const request: Request = {
    sample: false,
    draft: {
      step: 6,
      municipality: '見本市',
      department: '放課後支援課',
      pack: 'funabashi-houkago',
      cameras: 1,
      kbps: 100,
      managerName: '管理 者',
      managerPost: '課長',
      anchorFolder: '',
      host: '',
      address: '',
      ...change,
    },
    people: people.map(({ enrolment, wrappedRoleKey, ...person }) => ({
      ...person,
      role: 'responsibleManager',
      enrolment: {
        salt: toText(enrolment.salt),
        proof: toText(enrolment.proof),
        openPublicKey: toText(enrolment.openPublicKey),
        signPublicKey: toText(enrolment.signPublicKey),
        wrappedKeys: toText(enrolment.wrappedKeys),
      },
      wrappedRoleKey: toText(wrappedRoleKey),
    })),
    roleKey: { id: roleKey.id, publicKey: toText(roleKey.publicKey) },
    recoveryKit: 'ABCD-EFGH',
  }
  return { request, manager, roleKey }
}
