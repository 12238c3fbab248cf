import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type InteropClip = {
  readonly file: string
  readonly frames: number
  readonly framesPerSecond: number
}

export type InteropClipOptions = {
  /** seconds with the first parameter sets; 20 unless told */
  readonly before?: number
  /** seconds with the second ones; 10 unless told */
  readonly after?: number
  /** seconds from key frame to key frame; 10 unless told */
  readonly group?: number
}

const framesPerSecond = 10

/**
 * Makes `interop.mp4` in the folder with Debian's ffmpeg: a moving test picture with noise, no B-frames, in which the parameter sets change on
 * the way (another size, another profile, another entropy coding), in band before every key frame.
 *
 * @throws Error with what ffmpeg said
 */
export async function makeInteropClip(
  folder: string,
  options: InteropClipOptions = {},
): Promise<InteropClip> {
  const { before = 20, after = 10, group = 10 } = options
  const keys = framesPerSecond * group
  const fixed = `bframes=0:keyint=${keys}:min-keyint=${keys}:scenecut=0:repeat-headers=1`
  await encode(folder, 'before.ts', { seconds: before, size: '640x360', profile: 'high', x264: fixed })
  await encode(folder, 'after.ts', {
    seconds: after,
    size: '480x270',
    profile: 'main',
    x264: `${fixed}:cabac=0`,
  })
  const list = join(folder, 'parts.txt')
  await writeFile(list, 'file before.ts\nfile after.ts\n')
  const file = join(folder, 'interop.mp4')
  await ffmpeg(['-f', 'concat', '-i', list, '-c', 'copy', file])
  return { file, frames: (before + after) * framesPerSecond, framesPerSecond }
}

type Part = {
  readonly seconds: number
  readonly size: string
  readonly profile: string
  readonly x264: string
}

async function encode(folder: string, name: string, part: Part): Promise<void> {
  const picture = `testsrc2=size=${part.size}:rate=${framesPerSecond}:duration=${part.seconds},noise=alls=8:all_seed=1`
  await ffmpeg([
    '-f',
    'lavfi',
    '-i',
    picture,
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-threads',
    '1',
    '-profile:v',
    part.profile,
    '-x264-params',
    part.x264,
    join(folder, name),
  ])
}

async function ffmpeg(args: readonly string[]): Promise<void> {
  const child = spawn('ffmpeg', ['-loglevel', 'error', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${said}`)
}
