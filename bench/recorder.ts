import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { CameraId, Instant } from '../src/domain/ids.ts'
import { createFootage, readFootage } from '../src/main/footage-files.ts'
import { framesOf } from '../test/support/h264-streams.ts'
import { KeptKeys } from '../test/support/kept-keys.ts'
import { type ChildCameras, spawnVirtualCameras } from '../tools/virtual-camera/child.ts'
import { readFrameMark } from '../tools/virtual-camera/frame-mark.ts'
import type { BenchOptions, BenchResult } from './lib/bench-module.ts'
import { makeClip } from './lib/make-clip.ts'
import { busySeconds, cpuSeconds, peakMegabytes, proportionalMegabytes } from './lib/process-figures.ts'
import { RecorderChild } from './lib/recorder-child.ts'
import { numberOption, spread } from './lib/statistics.ts'

export const summary =
  'the recorder process on two 1080p cameras of 4 Mbps beside ffmpeg -c copy [--seconds 300]'

const paths = ['a', 'b'] as const
const bitrate = 4_000_000
const slotBytes = 64 * 1024 * 1024
const mostMegabytes = 150
/** the first seconds of a process are those of its compilers */
const warmUpSeconds = 20
const windows = 5

type Line = { readonly path: string; readonly camera: CameraId; readonly url: string }

/** Two cameras recorded by our process, and by one ffmpeg each at the same time; every frame sent is looked for in what was recorded. */
export async function run({ args, log }: BenchOptions): Promise<BenchResult> {
  const seconds = numberOption(args, 'seconds', 300)
  const folder = await mkdtemp(join(tmpdir(), 'tsujiban-bench-recorder-'))
  try {
    log('making the clip')
    const clip = await makeClip(folder, { seconds: 20, bitrate })
    const cameras = await spawnVirtualCameras({ cameras: paths.map((path) => ({ path, clip })) })
    try {
      return await measure({ folder, cameras, seconds, log })
    } finally {
      await cameras.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Setting = {
  readonly folder: string
  readonly cameras: ChildCameras
  readonly seconds: number
  readonly log: (line: string) => void
}

async function measure({ folder, cameras, seconds, log }: Setting): Promise<BenchResult> {
  const footage = join(folder, 'footage')
  const bytes = (paths.length * bitrate * (seconds + 2 * warmUpSeconds)) / 8
  await createFootage(footage, Math.ceil((1.2 * bytes) / slotBytes) + 2 * paths.length, slotBytes)
  const lines: readonly Line[] = paths.map((path) => ({
    path,
    camera: randomUUID() as CameraId,
    url: cameras.urls[path] ?? '',
  }))
  const keys = await KeptKeys.make()
  const recorder = await RecorderChild.start(join(folder, 'recorder.sock'), keys)
  const peers: ChildProcess[] = []
  try {
    await recorder.configure({
      storeFolder: footage,
      timeZone: 'Asia/Tokyo',
      roleKey: keys.roleKey,
      cameras: lines.map(({ path, camera, url }) => ({ camera, url, label: path })),
    })
    while ((await recorder.status()).some(({ state }) => state !== 'recording')) await delay(100)
    // they come later and go earlier: whatever they are sent, we are sent
    for (const { path, url } of lines) peers.push(copy(url, join(folder, `${path}.mp4`)))
    log(`warming up for ${warmUpSeconds} s, then ${seconds} s`)
    await delay(warmUpSeconds * 1000)
    const rows: Row[] = []
    for (let i = 0; i < windows; i++) {
      rows.push(await window({ recorder, peers, cameras, folder, seconds: seconds / windows }))
      log(describe(rows.length, rows[i]))
    }
    const own = memory([recorder.pid])
    const theirs = memory(peers.map(({ pid = 0 }) => pid))
    for (const peer of peers.splice(0)) await end(peer)
    const lost = (await recorder.status()).reduce((sum, { framesLost }) => sum + framesLost, 0)
    const exit = await recorder.stop()
    log('opening what was recorded')
    const frames = await compareFrames(footage, cameras, keys, lines)
    return figures({ seconds, rows, own, theirs, lost, exit, frames })
  } finally {
    for (const peer of peers) await end(peer)
    await recorder.stop()
  }
}

function copy(url: string, file: string): ChildProcess {
  const input = ['-loglevel', 'error', '-y', '-rtsp_transport', 'tcp', '-i', url]
  const output = ['-c', 'copy', '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov', file]
  return spawn('ffmpeg', [...input, ...output], { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGINT')
  await gone
}

type Usage = { readonly cpu: number; readonly bytes: number }
type Row = { readonly seconds: number; readonly own: Usage; readonly theirs: Usage; readonly foreign: number }

type Watched = {
  readonly recorder: RecorderChild
  readonly peers: readonly ChildProcess[]
  readonly cameras: ChildCameras
  readonly folder: string
  readonly seconds: number
}

async function window({ recorder, peers, cameras, folder, seconds }: Watched): Promise<Row> {
  const look = async () => ({
    at: performance.now(),
    own: cpuSeconds(recorder.pid),
    ownBytes: (await recorder.status()).reduce((sum, { bytesRecorded }) => sum + bytesRecorded, 0),
    theirs: peers.reduce((sum, { pid = 0 }) => sum + cpuSeconds(pid), 0),
    theirBytes: (await Promise.all(paths.map((path) => stat(join(folder, `${path}.mp4`))))).reduce(
      (sum, { size }) => sum + size,
      0,
    ),
    cameras: cpuSeconds(cameras.pid),
    busy: busySeconds(),
  })
  const before = await look()
  await delay(seconds * 1000)
  const after = await look()
  const own = after.own - before.own
  const theirs = after.theirs - before.theirs
  const known = own + theirs + after.cameras - before.cameras
  const took = (after.at - before.at) / 1000
  return {
    seconds: took,
    own: { cpu: own, bytes: after.ownBytes - before.ownBytes },
    theirs: { cpu: theirs, bytes: after.theirBytes - before.theirBytes },
    foreign: (after.busy - before.busy - known) / took,
  }
}

function describe(number: number, row: Row | undefined): string {
  if (row === undefined) return ''
  return `window ${number}: ours ${perGb(row.own).toFixed(2)}, ffmpeg ${perGb(row.theirs).toFixed(2)} CPU-s/GB, other work ${row.foreign.toFixed(2)} cores`
}

const perGb = ({ cpu, bytes }: Usage): number => cpu / (bytes / 1e9)

type Memory = { readonly peak: number; readonly pss: number }

function memory(pids: readonly number[]): Memory {
  return {
    peak: pids.reduce((sum, pid) => sum + peakMegabytes(pid), 0),
    pss: pids.reduce((sum, pid) => sum + proportionalMegabytes(pid), 0),
  }
}

type Frames = { readonly sent: number; readonly recorded: number; readonly equal: boolean }

async function compareFrames(
  folder: string,
  cameras: ChildCameras,
  keys: KeptKeys,
  lines: readonly Line[],
): Promise<Frames> {
  const footage = await readFootage(folder)
  const always = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant }
  let [sum, recorded, equal] = [0, 0, true]
  try {
    for (const { path, camera } of lines) {
      const sent = (await cameras.camera(path).sent()).map(({ counter }) => counter)
      const counters: number[] = []
      for await (const fragment of keys.fragments(
        footage.reader,
        await footage.reader.leavesBetween(camera, always),
      ))
        for (const nals of framesOf([fragment])) counters.push(readFrameMark(nals)?.counter ?? -1)
      sum += sent.length
      recorded += counters.length
      equal &&= sent.join() === counters.join()
    }
  } finally {
    await footage.close()
  }
  return { sent: sum, recorded, equal }
}

type Measured = {
  readonly seconds: number
  readonly rows: readonly Row[]
  readonly own: Memory
  readonly theirs: Memory
  readonly lost: number
  readonly exit: number | null
  readonly frames: Frames
}

function figures({ seconds, rows, own, theirs, lost, exit, frames }: Measured): BenchResult {
  const round = (value: number): number => Number(value.toFixed(1))
  const megabytes = rows.reduce((sum, row) => sum + row.own.bytes, 0) / 1e6
  return {
    figures: {
      cameras: paths.length,
      seconds,
      megabytes: round(megabytes),
      peakRssMb: round(own.peak),
      pssMb: round(own.pss),
      cpuSeconds: round(rows.reduce((sum, row) => sum + row.own.cpu, 0)),
      cpuSecondsPerGb: spread(rows.map((row) => perGb(row.own))),
      ffmpegPeakRssMb: round(theirs.peak),
      ffmpegPssMb: round(theirs.pss),
      ffmpegCpuSeconds: round(rows.reduce((sum, row) => sum + row.theirs.cpu, 0)),
      ffmpegCpuSecondsPerGb: spread(rows.map((row) => perGb(row.theirs))),
      cpuRatio: spread(rows.map((row) => perGb(row.own) / perGb(row.theirs))),
      pssRatio: Number((own.pss / theirs.pss).toFixed(2)),
      otherWorkCores: spread(rows.map((row) => row.foreign)),
      framesSent: frames.sent,
      framesRecorded: frames.recorded,
      framesEqual: frames.equal,
      framesLost: lost,
      recorderExit: exit ?? -1,
    },
    ok: own.peak < mostMegabytes && frames.equal && frames.sent > 0 && lost === 0 && exit === 0,
  }
}
