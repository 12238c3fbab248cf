import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { keyTableFolder } from '../../../src/adapters/filesystem/key-table-files.ts'
import type { CameraId, Instant } from '../../../src/domain/ids.ts'
import { dataFolder } from '../../../src/main/data-folder.ts'
import { readFootage } from '../../../src/main/footage-files.ts'
import { keyTableParts } from '../../../src/main/installation.ts'
import { VaultFault } from '../../../src/vault/fault.ts'
import { inspectKeyTable } from '../../../src/vault/inspect-key-table.ts'
import { parseInstruction } from '../../../src/vault/instruction.ts'
import { WindowKeys } from '../../../web/src/keys/window-keys.ts'
import { openLeafBytes } from '../../../web/src/playback/open-leaf.ts'
import { Answered } from '../client.ts'
import { Official } from '../official.ts'
import { hold, type Step, type Story } from '../step.ts'
import { until } from '../world.ts'

const day = 24 * 3_600_000

async function signInAgain(story: Story): Promise<void> {
  story.manager = await Official.signIn(story.world.base, 'responsibleManager')
  story.operator = await Official.signIn(story.world.base, 'designatedOperator')
}

/** Moves the clock and lets a named person confirm it, as the rule wants after a jump that nobody can explain. */
async function moveClock(story: Story, by: number): Promise<void> {
  story.world.moveClock(by)
  await signInAgain(story)
}

/** Opens the held window again as the operator's browser would; the frames it gives. */
async function openHeld(story: Story): Promise<number> {
  const { operator, request } = story
  const params = { id: request?.id ?? '' }
  const playlist = await operator.client.ask('GET /api/cases/:id/playlist', { params })
  if (playlist.leaves.length === 0) return 0
  const keys = await WindowKeys.open(
    playlist,
    parseInstruction(playlist.instruction).id,
    operator.session.person.id,
    operator.keys.open,
  )
  const { viewing } = await operator.client.ask('POST /api/cases/:id/viewings', { params })
  const opened = await keys.release(playlist.leaves, (body) =>
    operator.client.ask('POST /api/cases/:id/release', { params, body: { ...body, viewing, export: null } }),
  )
  let frames = 0
  for (const key of opened) {
    const bytes = await operator.client.bytes(`/api/footage/${params.id}/${key.epoch}/${key.leaf}`)
    const leaf = await openLeafBytes(key, bytes)
    frames += leaf.fragments.reduce((sum, fragment) => sum + fragment.frames, 0)
  }
  return frames
}

async function recordedBefore(story: Story, to: number): Promise<number> {
  const footage = await readFootage(story.world.folder.footage)
  try {
    let leaves = 0
    for (const { id } of story.cameras) {
      const window = { from: 0 as Instant, to: to as Instant }
      leaves += (await footage.reader.leavesBetween(id as CameraId, window)).length
    }
    return leaves
  } finally {
    await footage.close()
  }
}

/** What somebody gets who copied everything but the anchor and now has the anchor as it is today. */
async function copyOpens(story: Story): Promise<string> {
  const copy = dataFolder(join(story.world.aside, 'everything'))
  const anchor = join(story.world.aside, 'anchor-today')
  cpSync(story.world.anchor, anchor, { recursive: true })
  const { anchor: port } = await keyTableParts(copy, anchor)
  try {
    const { epochs } = await inspectKeyTable(
      copy.keyTables.map((path) => keyTableFolder(path)),
      port,
    )
    return `opened ${epochs.length} epochs`
  } catch (error) {
    if (error instanceof VaultFault) return error.code
    throw error
  }
}

/** (j) the day has come: erased, in the store and in every copy; the held window still opens. */
export const eraseOnDay: Step = {
  step: 'j-erase',
  run: async (story) => {
    const { world } = story
    const end = world.now()
    const held = await openHeld(story)
    hold(held > 0, 'the window does not open before the day')
    const leavesBefore = await recordedBefore(story, end)
    const copy = dataFolder(join(world.aside, 'everything'))
    for (const [index, folder] of world.folder.keyTables.entries()) {
      cpSync(folder, copy.keyTables[index] as string, { recursive: true })
    }
    for (const path of ['records', 'footage', 'log'] as const)
      cpSync(world.folder[path], copy[path], { recursive: true })
    await moveClock(story, 2 * day)
    const { erasures } = await until('erased', 30, async () => {
      const list = await story.manager.client.ask('GET /api/erasures')
      return list.erasures.some(({ cause, slots }) => cause === 'expired' && slots > 0) ? list : null
    })
    const left = await until('only the held window is left', 20, async () => {
      const leaves = await recordedBefore(story, end)
      return leaves < leavesBefore && leaves <= story.opened.length ? leaves : null
    })
    const fromCopy = await copyOpens(story)
    hold(fromCopy === 'anchor-empty', `the copy: ${fromCopy}`)
    const heldAfter = await openHeld(story)
    hold(heldAfter === held, `held window: ${heldAfter} frames of ${held}`)
    const fsck = await world.cli('fsck')
    hold(fsck.exit === 0, `fsck: ${JSON.stringify(fsck.json)}`)
    const certificate = erasures.find(({ slots }) => slots > 0)
    return {
      piecesBefore: leavesBefore,
      piecesLeft: left,
      copy: fromCopy,
      heldFrames: heldAfter,
      certificate: { day: certificate?.day, slots: certificate?.slots, anchor: certificate?.anchor },
    }
  },
}

/** (k) new footage has overwritten a freed slot, and the certificate says when. */
export const overwrite: Step = {
  step: 'k-overwritten',
  run: async (story) => {
    let days = 0
    const certificate = await until('a freed slot is overwritten', 60, async () => {
      const { erasures } = await story.manager.client.ask('GET /api/erasures')
      const done = erasures.find(({ overwrittenAt }) => overwrittenAt !== null)
      if (done !== undefined) return done
      await recordsToday(story)
      days++
      await moveClock(story, day)
      return null
    })
    hold(certificate.overwrittenAt !== null && certificate.overwrittenAt > certificate.erasedAt, 'not dated')
    return {
      daysLater: days,
      day: certificate.day,
      erasedAt: certificate.erasedAt,
      overwrittenAt: certificate.overwrittenAt,
    }
  },
}

/** Waits until every camera has recorded something on the demo's day. */
async function recordsToday(story: Story): Promise<void> {
  const now = story.world.now()
  await until('recording on the new day', 30, async () => {
    const { cameras } = await story.manager.client.ask('GET /api/cameras')
    return cameras.every(({ state, lastFrame }) => state === 'recording' && (lastFrame ?? 0) > now)
      ? true
      : null
  })
}

/** (l) a year later the hold has ended and the window is gone too. */
export const endHold: Step = {
  step: 'l-year-over',
  run: async (story) => {
    const { request } = story
    await recordsToday(story)
    await moveClock(story, 367 * day)
    const params = { id: request?.id ?? '' }
    const { erasures } = await until('the hold has ended', 30, async () => {
      const list = await story.manager.client.ask('GET /api/erasures')
      const { leaves } = await story.operator.client.ask('GET /api/cases/:id/playlist', { params })
      return leaves.length === 0 && list.erasures.some(({ cause }) => cause === 'hold-ended') ? list : null
    })
    const refused = await openHeld(story).then(
      (frames) => `${frames} frames`,
      (error: unknown) =>
        error instanceof Answered && error.problem.kind === 'fault' ? error.problem.code : String(error),
    )
    hold(refused === '0 frames' || refused === 'footage-gone', `the window opened: ${refused}`)
    const bytes = await story.operator.client
      .bytes(`/api/footage/${params.id}/${story.opened[0]?.epoch}/${story.opened[0]?.leaf}`)
      .then(
        ({ length }) => `${length} bytes`,
        (error: unknown) =>
          error instanceof Answered && error.problem.kind === 'fault' ? error.problem.code : String(error),
      )
    hold(bytes === 'leaf-unknown', `sealed bytes: ${bytes}`)
    const ledger = await story.world.cli('ledger', 'verify', '--against', story.savedCheckpoint)
    hold(ledger.exit === 0, `the ledger: ${JSON.stringify(ledger.json)}`)
    const ended = erasures.find(({ cause }) => cause === 'hold-ended')
    return { holdEnded: ended?.day, opens: refused, sealedBytes: bytes, ledgerAgainstSaved: 'consistent' }
  },
}
