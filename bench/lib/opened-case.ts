import { setTimeout as delay } from 'node:timers/promises'
import { Official } from '../../tools/demo/official.ts'
import { checkOffer } from '../../web/src/keys/check-offer.ts'
import { unlockCase } from '../../web/src/keys/unlock-case.ts'

export type Asked = { readonly camera: string; readonly from: number; readonly to: number }
export type OpenedCase = { readonly id: string; readonly number: string }

/** A police request over the sample's HTTP interface: entered and unlocked by the first operator, decided by the manager. */
export async function openCase(base: string, { camera, from, to }: Asked): Promise<OpenedCase> {
  const operator = await Official.signIn(base, 'designatedOperator')
  const manager = await Official.signIn(base, 'responsibleManager')
  const entered = await operator.client.ask('POST /api/cases', {
    body: {
      ground: 'provision',
      purpose: '見本: 計測のための申込',
      cameras: [camera],
      from,
      to,
      applicant: {
        agency: '見本警察署',
        agencyKind: 'police',
        officer: '見本 警察官',
        officerPost: '生活安全課',
        contact: '000-0000-0000',
        identityChecked: '警察手帳',
      },
    },
  })
  const params = { id: entered.id }
  const decided = await manager.client.ask('POST /api/cases/:id/decision', {
    params,
    body: { outcome: 'approved', reason: '計測のため（見本）' },
  })
  let offer = await operator.client.ask('GET /api/cases/:id/unlock', { params })
  while (offer.parts.some(({ unfinished }) => unfinished)) {
    await delay(500)
    offer = await operator.client.ask('GET /api/cases/:id/unlock', { params })
  }
  const { flaws } = checkOffer(offer, decided, operator.session.person.id)
  if (flaws.length > 0) throw new Error(`the offer does not fit the case: ${flaws.join()}`)
  const body = await unlockCase(offer, {
    roleKey: await operator.roleKey(),
    signKey: operator.keys.sign.privateKey,
  })
  await operator.client.ask('POST /api/cases/:id/unlock', { params, body })
  return { id: entered.id, number: entered.number }
}
