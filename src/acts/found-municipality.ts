import { createHash } from 'node:crypto'
import { founderRole } from '../domain/casework/operators.ts'
import type { CameraId, LocalDay, PersonId, RoleId } from '../domain/ids.ts'
import { importPublicKey } from '../vault/p256.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { system } from './context.ts'
import { checkEnrolment, type Enrolment, enrolmentColumns } from './enrol-person.ts'
import { enterGateEvidence } from './enter-evidence.ts'
import { ActFault } from './fault.ts'
import { registerCamera, startRecording } from './register-camera.ts'
import { sampleCameraHost, sampleCameras, sampleEvidence, sampleKbps } from './sample.ts'

export type Founding = {
  readonly store: string
  readonly municipality: string
  readonly sample: boolean
  readonly pack: {
    readonly id: string
    readonly title: string
    readonly sha256: string
    readonly since: LocalDay | 'unknown'
  }
  readonly anchor: string
  readonly ledgerKey: string
  readonly people: readonly {
    readonly id: string
    readonly name: string
    readonly post: string
    readonly role: string
    readonly enrolment: Enrolment
    /** empty when the role does not hold the key */
    readonly wrappedRoleKey: Uint8Array
  }[]
  readonly roleKey: { readonly id: string; readonly publicKey: Uint8Array }
  readonly recoveryKit: string | null
}

const kitShares = 3
const kitThreshold = 2

/** The first entries of a ledger: the store, the instrument, the people and the key that opens footage. */
export async function foundMunicipality(context: Context, founding: Founding): Promise<void> {
  const { people, roleKey } = founding
  const founder = people.find(({ role }) => role === founderRole(context.pack))
  if (founder === undefined) throw new ActFault('request-invalid', { field: 'people' })
  const manager: PersonActor = {
    kind: 'person',
    person: founder.id as PersonId,
    name: founder.name,
    role: founder.role as RoleId,
  }
  await importPublicKey('open', roleKey.publicKey)
  for (const { enrolment } of people) await checkEnrolment(enrolment)
  const now = context.clock.now()
  const holders = people.filter(({ wrappedRoleKey }) => wrappedRoleKey.length > 0)
  await context.records.transaction(async (tx) => {
    tx.enter({
      kind: 'store-created',
      actor: system,
      body: {
        store: founding.store,
        municipality: founding.municipality,
        pack: founding.pack.id,
        sample: founding.sample,
        anchor: founding.anchor,
        ledgerKey: founding.ledgerKey,
      },
    })
    const { id, title, sha256, since } = founding.pack
    tx.enter({
      kind: 'pack-loaded',
      actor: system,
      body: { pack: id, title, sha256, effectiveFrom: since === 'unknown' ? null : since },
    })
    for (const { enrolment, wrappedRoleKey: _, ...person } of people) {
      await tx.db
        .insertInto('persons')
        .values({
          ...person,
          ...enrolmentColumns(enrolment),
          state: 'enrolled',
          inviteHash: null,
          createdAt: now,
          failedSignIns: 0,
          lastFailedAt: null,
        })
        .execute()
      const { id: personId, name, post, role } = person
      tx.enter({ kind: 'role-appointed', actor: manager, body: { person: personId, name, post, role } })
    }
    await tx.db
      .insertInto('roleKeys')
      .values({ ...roleKey, createdAt: now })
      .execute()
    for (const { id: person, wrappedRoleKey } of holders) {
      await tx.db
        .insertInto('roleKeyWraps')
        .values({ roleKey: roleKey.id, person, wrapped: wrappedRoleKey, by: manager.person, at: now })
        .execute()
    }
    tx.enter({
      kind: 'role-key-made',
      actor: manager,
      body: {
        roleKey: roleKey.id,
        publicKeySha256: createHash('sha256').update(roleKey.publicKey).digest('hex'),
        holders: holders.map((holder) => holder.id),
      },
    })
    if (founding.recoveryKit !== null) {
      tx.enter({
        kind: 'recovery-kit-made',
        actor: manager,
        body: { kit: founding.recoveryKit, shares: kitShares, threshold: kitThreshold },
      })
    }
  })
  if (founding.sample) await placeSampleCameras(context, manager)
}

/** The sample stands as a town would that has put up its signs: what a camera waits for is entered before it records. */
async function placeSampleCameras(context: Context, manager: PersonActor): Promise<void> {
  granted(await enterGateEvidence(context, manager, sampleEvidence))
  for (const { row, place, clip } of sampleCameras) {
    const url = `rtsp://${sampleCameraHost}/${clip}`
    const camera = { row, place, url, username: '', password: '', kbps: sampleKbps }
    const registered: CameraId = granted(await registerCamera(context, manager, camera))
    granted(await startRecording(context, manager, registered))
  }
}

/** The sample's own instrument allows all that the sample does. */
function granted<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused')
    throw new Error(`the sample is refused: ${outcome.reason} ${outcome.clauses.join()}`)
  return outcome.value
}
