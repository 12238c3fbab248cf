import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { NAL, splitAnnexB } from './h264/nal.ts'
import { readFragment } from './test-support/mp4-samples.ts'
import { gate, RecorderBench } from './test-support/recorder-bench.ts'

const FPS = 25

/** A drawn clip, as the NAL units of each access unit. */
function encode(size: string, frames: number, x264: readonly string[]): Buffer[][] {
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${FPS}`, '-frames:v', `${frames}`]
  const coder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-x264-params', x264.join(':')]
  const { stdout, stderr, status } = spawnSync(
    'ffmpeg',
    ['-v', 'error', ...source, ...coder, '-f', 'h264', '-'],
    { maxBuffer: 1 << 28 },
  )
  expect(`${status} ${stderr.toString()}`).toBe('0 ')
  const units: Buffer[][] = []
  for (const { from, to } of splitAnnexB(stdout)) {
    const nal = stdout.subarray(from, to)
    if (((nal[0] ?? 0) & 31) === NAL.delimiter) units.push([])
    units.at(-1)?.push(nal)
  }
  expect(units).toHaveLength(frames)
  return units
}

/** Records the access units through RTSP and RTP. */
async function record(units: readonly (readonly Buffer[])[], mtu: number): Promise<RecorderBench> {
  const bench = await new RecorderBench().start()
  for (const [i, unit] of units.entries()) {
    bench.time.advance(1000 / FPS)
    bench.camera.current.packets(bench.rtp.unit((i * 90_000) / FPS, unit, mtu))
  }
  await bench.recorder.stop()
  return bench
}

/** What ffmpeg finds in a file: frames decoded, and everything it had to say. */
function decode(file: Buffer): { frames: number; size: string; said: string } {
  const args = ['-v', 'warning', '-count_frames', '-select_streams', 'v', '-show_entries']
  const { stdout, stderr } = spawnSync(
    'ffprobe',
    [...args, 'stream=width,height,nb_read_frames', '-of', 'csv=p=0', '-i', 'pipe:0'],
    { input: file, maxBuffer: 1 << 26 },
  )
  const [width, height, frames] = stdout.toString().trim().split(',')
  return { frames: Number(frames), size: `${width}x${height}`, said: stderr.toString() }
}

const aside = new Set<number>([NAL.delimiter, NAL.sps, NAL.pps])
const kept = (nals: readonly Buffer[]): string[] =>
  nals.filter((nal) => !aside.has((nal[0] ?? 0) & 31)).map((nal) => nal.toString('hex'))

describe('ffmpeg and what is recorded', () => {
  test.each([
    ['one slice, 2 s between key frames', '640x360', ['keyint=50', 'aud=1'], 1400],
    [
      'four slices, 4 s, large packets',
      '640x360',
      ['keyint=100', 'aud=1', 'slices=4', 'sliced-threads=1'],
      9000,
    ],
    [
      'recovery points in place of IDR',
      '320x240',
      ['keyint=50', 'aud=1', 'open-gop=1', 'intra-refresh=0'],
      800,
    ],
    ['cropped', '322x182', ['keyint=25', 'aud=1'], 1400],
  ])('%s: every leaf plays by itself, every frame decodes, no warning', async (_name, size, x264, mtu) => {
    const units = encode(size, 350, x264)
    const { sink } = await record(units, mtu)
    const plain = sink.leaves.map(({ fragments }) =>
      Buffer.concat(fragments.map(({ plaintext }) => plaintext)),
    )
    const decoded = plain.map(decode)
    expect(decoded.map(({ said }) => said).join('')).toBe('')
    expect(decoded.map((leaf) => leaf.size)).toEqual(plain.map(() => size))
    expect(decoded.map(({ frames }) => frames)).toEqual(
      sink.leaves.map(({ fragments }) => fragments.reduce((sum, { frames }) => sum + frames, 0)),
    )
    expect(decoded.reduce((sum, { frames }) => sum + frames, 0)).toBe(350)
    const samples = sink.fragments(gate.camera).flatMap(({ plaintext }) => readFragment(plaintext).samples)
    expect(samples.map(({ nals }) => kept(nals))).toEqual(units.map(kept))
    expect(samples.every(({ nals }) => nals.length === kept(nals).length)).toBe(true)
    expect(sink.leaves.length).toBeGreaterThan(1)
  })

  test('intra refresh, one IDR and then recovery points only: leaves step all the same', async () => {
    const units = encode('320x240', 350, ['keyint=50', 'aud=1', 'intra-refresh=1'])
    const { sink } = await record(units, 1400)
    expect(sink.leaves.length).toBeGreaterThan(1)
    expect(sink.leaves.every(({ fragments }) => fragments[0]?.startsWithInit)).toBe(true)
    const samples = sink.fragments().flatMap(({ plaintext }) => readFragment(plaintext).samples)
    expect(samples.map(({ nals }) => kept(nals))).toEqual(units.map(kept))
    const first = Buffer.concat(sink.leaves[0]?.fragments.map(({ plaintext }) => plaintext) ?? [])
    expect(decode(first).said).toBe('')
  })

  test('another size in band: what begins with an init plays from there', async () => {
    const x264 = ['keyint=50', 'aud=1']
    const units = [...encode('320x240', 100, x264), ...encode('640x360', 100, x264)]
    const { sink } = await record(units, 1400)
    const runs: Buffer[][] = []
    for (const { startsWithInit, plaintext } of sink.fragments()) {
      if (startsWithInit) runs.push([])
      runs.at(-1)?.push(Buffer.from(plaintext))
    }
    expect(runs.map((run) => decode(Buffer.concat(run)))).toEqual([
      { frames: 100, size: '320x240', said: '' },
      { frames: 100, size: '640x360', said: '' },
    ])
  })
})
