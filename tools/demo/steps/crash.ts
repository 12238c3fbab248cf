import type { CameraId, Instant } from '../../../src/domain/ids.ts'
import { readFootage } from '../../../src/main/footage-files.ts'
import { hold, type Step, type Story } from '../step.ts'
import { until } from '../world.ts'

const atRiskMs = 2000

/** (i) SIGKILL while recording: at most two seconds missing, a new epoch, and everything on disk fits. */
export const killRecorder: Step = {
  step: 'i-kill',
  run: async (story) => {
    const { world } = story
    const before = await newest(story)
    const pid = world.recorderPid()
    hold(pid !== undefined, 'there is no recorder')
    const killedAt = world.now()
    process.kill(pid, 'SIGKILL')
    const after = await until('recording goes on', 40, async () => {
      const now = await newest(story)
      return now.every(({ epoch, last }, i) => epoch !== before[i]?.epoch && last > killedAt + 3000)
        ? now
        : null
    })
    const missing = await Promise.all(
      story.cameras.map(async ({ id }) => killedAt - (await lastBefore(story, id, killedAt))),
    )
    hold(
      missing.every((ms) => ms <= atRiskMs),
      `missing before the kill: ${missing.join()} ms`,
    )
    const gaps = await Promise.all(
      story.cameras.map(({ id }) =>
        story.manager.client.ask('GET /api/cameras/:id/gaps', {
          params: { id },
          query: { from: killedAt - 10_000, to: world.now() },
        }),
      ),
    )
    hold(
      gaps.every((list) => list.gaps.some(({ cause }) => cause === 'recorder-killed')),
      'the gap is not told with its cause',
    )
    const fsck = await world.cli('fsck')
    hold(fsck.exit === 0, `fsck: ${JSON.stringify(fsck.json)}`)
    return {
      missingMs: missing.map((ms) => Math.max(0, Math.round(ms))),
      backAfterMs: gaps.map(({ gaps: list }) => list.map(({ from, to }) => to - from)),
      newEpochs: after.length,
      fsck: 'clean',
    }
  },
}

async function leavesOf({ world }: Story, camera: string, window: { from: number; to: number }) {
  const footage = await readFootage(world.folder.footage)
  try {
    return await footage.reader.leavesBetween(camera as CameraId, {
      from: window.from as Instant,
      to: window.to as Instant,
    })
  } finally {
    await footage.close()
  }
}

async function newest(story: Story) {
  const now = story.world.now()
  return Promise.all(
    story.cameras.map(async ({ id }) => {
      const leaf = (await leavesOf(story, id, { from: now - 120_000, to: now + 60_000 })).at(-1)
      hold(leaf !== undefined, 'nothing was recorded lately')
      return leaf
    }),
  )
}

async function lastBefore(story: Story, camera: string, at: number): Promise<number> {
  const leaves = await leavesOf(story, camera, { from: at - 120_000, to: at })
  return Math.max(...leaves.filter(({ first }) => first < at).map(({ last }) => last))
}
