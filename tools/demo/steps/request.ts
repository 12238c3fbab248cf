import { parseInstruction } from '../../../src/vault/instruction.ts'
import { checkOffer } from '../../../web/src/keys/check-offer.ts'
import { unlockCase } from '../../../web/src/keys/unlock-case.ts'
import { WindowKeys } from '../../../web/src/keys/window-keys.ts'
import { Answered } from '../client.ts'
import { hold, type Step } from '../step.ts'
import { until } from '../world.ts'

/** (c) looking without a purpose: refused with its clause, and entered. */
export const refuseWithoutPurpose: Step = {
  step: 'c-refused',
  run: async ({ operator, cameras, window }) => {
    const refusal = await operator.client
      .ask('POST /api/cases', {
        body: {
          ground: 'search',
          purpose: '',
          cameras: cameras.map(({ id }) => id),
          ...window,
          applicant: null,
        },
      })
      .then(
        () => null,
        (error: unknown) => (error instanceof Answered ? error.problem : null),
      )
    hold(refusal?.kind === 'refused', 'a search without a purpose was not refused')
    hold(refusal.clauses.includes('funabashi:9(5)'), `refused under ${refusal.clauses.join()}`)
    const { entries } = await operator.client.ask('GET /api/ledger', { query: { limit: 20 } })
    const entry = entries.find(({ kind }) => kind === 'refused')
    hold(entry !== undefined && entry.clauses.includes('funabashi:9(5)'), 'the refusal is not in the ledger')
    return { clauses: refusal.clauses, reason: refusal.reason, entry: entry.seq }
  },
}

/** (d) the police ask; entered, decided, unlocked, released: exactly the leaves that the window touches. */
export const serveRequest: Step = {
  step: 'd-request',
  run: async (story) => {
    const { operator, manager, cameras, window } = story
    const entered = await operator.client.ask('POST /api/cases', {
      body: {
        ground: 'provision',
        purpose: '見本: 自転車の盗難についての捜査',
        cameras: [cameras[0]?.id ?? ''],
        ...window,
        applicant: {
          agency: '見本警察署',
          agencyKind: 'police',
          officer: '見本 警察官',
          officerPost: '生活安全課 巡査部長',
          contact: '000-0000-0000',
          identityChecked: '警察手帳',
        },
      },
    })
    const decided = await manager.client.ask('POST /api/cases/:id/decision', {
      params: { id: entered.id },
      body: { outcome: 'approved', reason: '設置目的である犯罪の予防のために必要と認める（見本）' },
    })
    const params = { id: entered.id }
    const material = await until('the window is closed', 40, async () => {
      const offer = await operator.client.ask('GET /api/cases/:id/unlock', { params })
      return offer.parts.every(({ unfinished }) => !unfinished) ? offer : null
    })
    const { flaws } = checkOffer(material, decided, operator.session.person.id)
    hold(flaws.length === 0, `the offer does not fit the case: ${flaws.join()}`)
    const body = await unlockCase(material, {
      roleKey: await operator.roleKey(),
      signKey: operator.keys.sign.privateKey,
    })
    story.request = await operator.client.ask('POST /api/cases/:id/unlock', { params, body })

    const playlist = await operator.client.ask('GET /api/cases/:id/playlist', { params })
    const keys = await WindowKeys.open(
      playlist,
      parseInstruction(playlist.instruction).id,
      operator.session.person.id,
      operator.keys.open,
    )
    const { viewing } = await operator.client.ask('POST /api/cases/:id/viewings', { params })
    story.opened = await keys.release(playlist.leaves, (request) =>
      operator.client.ask('POST /api/cases/:id/release', {
        params,
        body: { ...request, viewing, export: null },
      }),
    )
    const leaves = playlist.leaves.map(({ epoch, leaf, from, to }) => ({ epoch, leaf, from, to }))
    hold(leaves.length > 0 && story.opened.length === leaves.length, 'no leaf was released')
    hold(
      leaves.every(({ from, to }) => from < window.to && to > window.from),
      'a leaf outside the window was released',
    )
    return { case: entered.number, asked: window, leaves }
  },
}
