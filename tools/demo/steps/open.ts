import { fileURLToPath } from 'node:url'
import { type CameraId, type EpochId, type PersonId, toHex } from '../../../src/domain/ids.ts'
import { openGrant } from '../../../src/vault/grant.ts'
import { parseInstruction } from '../../../src/vault/instruction.ts'
import { newOneTimeKey } from '../../../src/vault/p256.ts'
import { openRelease } from '../../../src/vault/release.ts'
import { fromBase64url, toBase64url } from '../../../web/src/bytes.ts'
import { openLeafBytes } from '../../../web/src/playback/open-leaf.ts'
import { nalsOfSample, readFrameMark } from '../../virtual-camera/frame-mark.ts'
import type { Handed } from '../outsider-process.ts'
import { hold, type Step, type Story } from '../step.ts'
import { run } from '../world.ts'

const outsider = fileURLToPath(new URL('../outsider-process.ts', import.meta.url))

/** (e) a process that has the slots, the index and what was handed out opens these leaves and no other. */
export const outsiderFails: Step = {
  step: 'e-only-these',
  run: async (story) => {
    const handed: Handed = {
      footage: story.world.folder.footage,
      cameras: story.cameras.map(({ id }) => id),
      to: story.world.now(),
      leaves: await handedOut(story),
    }
    const { exit, out } = await run(process.execPath, [outsider], {}, Buffer.from(JSON.stringify(handed)))
    hold(exit === 0, `the process ended with ${exit}`)
    const result = JSON.parse(out.toString('utf8')) as {
      opened: number
      others: number
      othersOpened: string[]
      attempts: number
    }
    hold(result.opened === handed.leaves.length, `${result.opened} of ${handed.leaves.length} leaves opened`)
    hold(
      result.others > 0 && result.othersOpened.length === 0,
      `others opened: ${result.othersOpened.join()}`,
    )
    return { opened: result.opened, others: result.others, othersOpened: 0, keysTriedOnEach: result.attempts }
  },
}

/** The bare halves of the released leaves, as the operator's browser has them in its memory. */
async function handedOut({ operator, request }: Story): Promise<Handed['leaves']> {
  const params = { id: request?.id ?? '' }
  const playlist = await operator.client.ask('GET /api/cases/:id/playlist', { params })
  const instruction = parseInstruction(playlist.instruction).id
  const viewer = operator.session.person.id as PersonId
  const session = await newOneTimeKey()
  const { viewing } = await operator.client.ask('POST /api/cases/:id/viewings', { params })
  const leaves = playlist.leaves.map(({ camera, epoch, leaf }) => ({
    camera: camera as CameraId,
    epoch: epoch as EpochId,
    leaf,
  }))
  const { sealed } = await operator.client.ask('POST /api/cases/:id/release', {
    params,
    body: {
      sessionPublicKey: toBase64url(session.publicKey),
      leaves: leaves.map(({ epoch, leaf }) => ({ epoch, leaf })),
      viewing,
      export: null,
    },
  })
  const first = await openRelease(session.pair, { instruction, viewer, leaves }, fromBase64url(sealed))
  const grants = await Promise.all(
    playlist.grants.map(({ sealed: grant, ...range }) => {
      const epoch = range.epoch as EpochId
      const camera = leaves.find((leaf) => leaf.epoch === epoch)?.camera as CameraId
      return openGrant(
        operator.keys.open,
        { ...range, epoch, camera, instruction, operator: viewer },
        fromBase64url(grant),
      )
    }),
  )
  return leaves.map(({ epoch, leaf }, i) => {
    const grant = grants.find((one) => one.epoch === epoch && one.first <= leaf && leaf <= one.last)
    const second = grant?.leaves[leaf - grant.first]
    hold(second !== undefined, 'a leaf without a grant')
    return { epoch, leaf, leaf1: toHex(first[i] as Uint8Array), leaf2: toHex(second) }
  })
}

/** (f) the code that the browser runs decrypts; ffmpeg counts the frames that were sent, no more and no fewer. */
export const browserCodeOpens: Step = {
  step: 'f-frames',
  run: async (story) => {
    const camera = story.cameras[0]
    const parts: Uint8Array[] = []
    const counters: number[] = []
    for (const key of story.opened) {
      const path = `/api/footage/${story.request?.id}/${key.epoch}/${key.leaf}`
      const { fragments } = await openLeafBytes(key, await story.operator.client.bytes(path))
      for (const { init, media } of fragments) {
        if (init !== null && parts.length === 0) parts.push(init)
        parts.push(media)
        counters.push(...countersIn(media))
      }
    }
    const counted = await framesCounted(Buffer.concat(parts))
    const sent = (await story.world.sent(camera?.path ?? '')).map(({ counter }) => counter)
    const [first, last] = [counters[0] ?? 0, counters.at(-1) ?? 0]
    const wanted = sent.filter((counter) => counter >= first && counter <= last)
    hold(counters.length > 0 && counters.join() === wanted.join(), 'the frames are not those that were sent')
    hold(counted === wanted.length, `ffmpeg counts ${counted}, ${wanted.length} were sent`)
    return {
      sent: wanted.length,
      opened: counters.length,
      ffmpeg: counted,
      firstFrame: first,
      lastFrame: last,
    }
  },
}

/** Frame counters in the order of the samples of one `moof mdat`: NAL units lie one after another in the `mdat`. */
export function countersIn(media: Uint8Array): number[] {
  const view = new DataView(media.buffer, media.byteOffset, media.byteLength)
  const mdat = view.getUint32(0)
  return nalsOfSample(media.subarray(mdat + 8)).flatMap((nal) => readFrameMark([nal])?.counter ?? [])
}

export async function framesCounted(mp4: Uint8Array): Promise<number> {
  const args = [
    '-v',
    'error',
    '-count_frames',
    '-show_entries',
    'stream=nb_read_frames',
    '-of',
    'csv=p=0',
    'pipe:0',
  ]
  const { exit, out } = await run('ffprobe', args, {}, mp4)
  hold(exit === 0, `ffprobe ended with ${exit}`)
  return Number(out.toString('utf8').trim().split(',')[0])
}
