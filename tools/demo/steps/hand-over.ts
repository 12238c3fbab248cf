import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseInstruction } from '../../../src/vault/instruction.ts'
import { sealWindow } from '../../../web/src/keys/export-window.ts'
import { WindowKeys } from '../../../web/src/keys/window-keys.ts'
import { hold, type Step } from '../step.ts'
import { mp4In } from '../zip.ts'
import { framesCounted } from './open.ts'

/** (g) the copy for the police: it verifies, plays, and one flipped byte is named. */
export const handOver: Step = {
  step: 'g-export',
  run: async ({ operator, request, world }) => {
    const params = { id: request?.id ?? '' }
    const job = await operator.client.ask('POST /api/cases/:id/exports', {
      params,
      body: { recipient: '見本警察署 見本 警察官', medium: 'DVD-R 1枚' },
    })
    const playlist = await operator.client.ask('GET /api/cases/:id/playlist', { params })
    const keys = await WindowKeys.open(
      playlist,
      parseInstruction(playlist.instruction).id,
      operator.session.person.id,
      operator.keys.open,
    )
    const body = await sealWindow(keys, job.id, job.job, job.leaves, (call) =>
      operator.client.ask('POST /api/cases/:id/release', {
        params,
        body: { ...call, viewing: null, export: job.id },
      }),
    )
    keys.wipe()
    await operator.client.ask('POST /api/exports/:id/keys', { params: { id: job.id }, body })
    const bundle = Buffer.from(await operator.client.bytes(`/api/exports/${job.id}/bundle`))
    const path = join(world.aside, 'bundle.zip')
    writeFileSync(path, bundle)
    const good = await world.cli('verify', path)
    hold(good.exit === 0, `verify: ${JSON.stringify(good.json)}`)
    const frames = await framesCounted(mp4In(bundle))

    const flipped = Buffer.from(readFileSync(path))
    const at = Math.floor(flipped.length / 2)
    flipped[at] = (flipped[at] as number) ^ 1
    const altered = join(world.aside, 'bundle-flipped.zip')
    writeFileSync(altered, flipped)
    const bad = await world.cli('verify', altered)
    const [finding] = bad.json['findings'] as { code: string; file?: string; from?: number; to?: number }[]
    hold(bad.exit === 1 && finding?.code === 'footage-altered', `a flipped byte: ${JSON.stringify(bad.json)}`)
    return { bytes: bundle.length, frames, verified: true, flippedByte: at, named: finding }
  },
}
