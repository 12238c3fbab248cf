import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sampleCameras } from '../../../src/acts/sample.ts'
import { Official, setUpSample } from '../official.ts'
import { hold, type Step } from '../step.ts'
import { until } from '../world.ts'

const recordSeconds = 40

/** (a) two cameras, really recorded over RTSP for forty seconds. */
export const record: Step = {
  step: 'a-record',
  run: async (story) => {
    const { world } = story
    await setUpSample(world.base)
    story.manager = await Official.signIn(world.base, 'responsibleManager')
    story.operator = await Official.signIn(world.base, 'designatedOperator')
    const cameras = await until('both cameras record', 30, async () => {
      const list = await story.manager.client.ask('GET /api/cameras')
      return list.cameras.every(({ state }) => state === 'recording') ? list.cameras : null
    })
    story.cameras = sampleCameras.map(({ clip, place }) => ({
      path: clip,
      id: cameras.find((camera) => camera.place === place)?.id ?? '',
    }))
    const begin = world.now()
    await delay(recordSeconds * 1000)
    story.window = { from: begin + 12_000, to: begin + 22_000 }
    const sent = await Promise.all(story.cameras.map(({ path }) => world.sent(path)))
    const coverage = await story.manager.client.ask('GET /api/coverage', {
      query: { from: begin - 3_600_000, to: world.now() },
    })
    const sealed = coverage.cameras.map(({ hours }) => hours.reduce((sum, hour) => sum + hour.sealed, 0))
    hold(
      sealed.length === 2 && sealed.every((ms) => ms >= (recordSeconds - 3) * 1000),
      `recorded ${sealed.join()} ms`,
    )
    return {
      cameras: story.cameras.length,
      seconds: recordSeconds,
      framesSent: sent.map((frames) => frames.length),
      recordedMs: sealed,
    }
  },
}

/** (b) nothing of any recorded frame in any file the product wrote. */
export const searchPlaintext: Step = {
  step: 'b-no-plaintext',
  run: async (story) => {
    const { world } = story
    const probes: Buffer[] = []
    for (const { path } of story.cameras) {
      for (const { probe } of await world.sent(path)) probes.push(Buffer.from(probe, 'hex'))
    }
    hold(probes.length > 600 && probes.every(({ length }) => length === 32), `only ${probes.length} probes`)
    const wanted = new Probes(probes)
    const control = Buffer.concat([randomBytes(5000), probes[7] as Buffer, randomBytes(5000)])
    hold(wanted.in(control) === 1, 'the search does not find what is there')
    const files = world.written.flatMap((folder) => filesUnder(folder))
    let bytes = 0
    let found = 0
    for (const file of files) {
      const searched = wanted.inFile(file)
      bytes += searched.bytes
      found += searched.found
    }
    hold(found === 0, `${found} pieces of frames in the clear`)
    const kinds = ['records.sqlite', 'records.sqlite-wal', 'index.sqlite', 'index.sqlite-wal']
    hold(
      kinds.every((kind) => files.some((file) => file.endsWith(kind))),
      'a database or its log was not searched',
    )
    return { frames: probes.length, files: files.length, bytes, found }
  },
}

/** Many 32-byte patterns in one pass: a first look by the first two bytes, then by four, then in full. */
class Probes {
  readonly #first = new Uint8Array(65_536)
  readonly #byStart = new Map<number, Buffer[]>()

  constructor(probes: readonly Buffer[]) {
    for (const probe of probes) {
      this.#first[probe.readUInt16BE(0)] = 1
      const start = probe.readUInt32BE(0)
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), probe])
    }
  }

  in(bytes: Buffer): number {
    let found = 0
    for (let at = 0; at + 32 <= bytes.length; at++) {
      if (this.#first[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] === 0) continue
      const candidates = this.#byStart.get(bytes.readUInt32BE(at))
      if (candidates?.some((probe) => bytes.compare(probe, 0, 32, at, at + 32) === 0)) found++
    }
    return found
  }

  /** In pieces that overlap by what a pattern can straddle; stretches of zeros are passed over. */
  inFile(file: string): { readonly bytes: number; readonly found: number } {
    const fd = openSync(file, 'r')
    const piece = Buffer.allocUnsafe(4 * 1024 * 1024 + 31)
    const zeros = Buffer.alloc(piece.length)
    let found = 0
    let position = 0
    try {
      for (;;) {
        const read = readSync(fd, piece, 0, piece.length, position)
        if (read < 32) return { bytes: position + read, found }
        const part = piece.subarray(0, read)
        if (part.compare(zeros, 0, read) !== 0) found += this.in(part)
        if (read < piece.length) return { bytes: position + read, found }
        position += read - 31
      }
    } finally {
      closeSync(fd)
    }
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
}
