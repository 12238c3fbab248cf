import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { EpochId, Instant } from '../../domain/ids.ts'
import { type CrashLine, crashKey, crashPlaintext } from '../../footage/crash-footage.ts'
import { decrypted, digests, openWorld } from '../../footage/footage-fixture.ts'
import { fsck } from '../../footage/fsck.ts'
import { folderWorld } from './footage-world.ts'

const child = fileURLToPath(new URL('footage-crash-child.ts', import.meta.url))

/** Everything the killed processes said, in order. */
type Said = {
  /** fragments durable, by `epoch leaf` */
  readonly durable: Map<string, number>
  readonly held: Set<string>
  readonly gone: Set<string>
  readonly going: Set<string>
}

async function recordUntilKilled(folder: string, said: Said, lines: number): Promise<void> {
  const running = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(running, 'exit')
  let heard = 0
  for await (const text of createInterface({ input: running.stdout })) {
    const line = JSON.parse(text) as CrashLine
    if ('durable' in line)
      said.durable.set(`${line.durable.epoch} ${line.durable.leaf}`, line.durable.fragments)
    else if ('held' in line) said.held.add(`${line.held.epoch} ${line.held.leaf}`)
    else if ('recycling' in line) said.going.add(line.recycling)
    else said.gone.add(line.recycled)
    if (++heard === lines) running.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
}

test('a recorder killed at any moment loses nothing it said was durable', async () => {
  const world = await folderWorld({ slotBytes: 64 * 4096, slots: 60 })
  const said: Said = { durable: new Map(), held: new Set(), gone: new Set(), going: new Set() }
  for (const lines of [1, 37, 111, 204, 290]) {
    await recordUntilKilled(world.folder, said, lines)
    const opened = await openWorld(world)
    expect(opened.recovery).toMatchObject({ clean: false, faults: [] })
    expect(await Array.fromAsync(fsck(opened.files, opened.index, { depth: 'hashes', live: false }))).toEqual(
      [],
    )
    for (const [key, fragments] of said.durable) {
      const [epoch = '', number = ''] = key.split(' ')
      const leaf = Number(number)
      const known = opened.index.leaf({ epoch: epoch as EpochId, leaf })
      if (known === undefined) {
        expect(said.going).toContain(epoch)
        expect(said.held).not.toContain(key)
        continue
      }
      if (said.gone.has(epoch)) expect(said.held).toContain(key)
      const opens = await decrypted(
        await opened.store.readLeaf({ epoch: epoch as EpochId, leaf }),
        crashKey(epoch, leaf),
      )
      expect(opens.length).toBeGreaterThanOrEqual(fragments)
      expect(digests(opens)).toEqual(digests(opens.map((_, i) => crashPlaintext(epoch, leaf, i))))
    }
    for (const camera of opened.recovery.cameras) {
      const window = { from: 0 as Instant, to: 9e15 as Instant }
      const rows = await opened.store.leavesBetween(camera.camera, window)
      expect(rows.every(({ closed }) => closed)).toBe(true)
      expect(camera.recordedTo).toBeGreaterThanOrEqual(Math.max(...rows.map(({ last }) => last)))
    }
    await opened.close()
  }
  expect(said.gone.size).toBeGreaterThan(0)
  await world.dispose()
})
