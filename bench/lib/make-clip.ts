import { join } from 'node:path'
import { mediaTool } from '../../test/support/media-tools.ts'

/** As the virtual cameras take it. */
export type MadeClip = { readonly file: string; readonly framesPerSecond: number }

/**
 * Makes an Annex B clip with Debian's ffmpeg: a moving test picture with noise, 1080p, 25 frames a second, a key frame every 2 s, no B-frames,
 * about `bitrate` bits a second.
 */
export async function makeClip(
  folder: string,
  { seconds, bitrate }: { readonly seconds: number; readonly bitrate: number },
): Promise<MadeClip> {
  const framesPerSecond = 25
  const file = join(folder, 'clip.h264')
  const source = `testsrc2=size=1920x1080:rate=${framesPerSecond}:duration=${seconds},noise=alls=12:allf=t:all_seed=1`
  const keys = 2 * framesPerSecond
  const coder = `bframes=0:keyint=${keys}:min-keyint=${keys}:scenecut=0:repeat-headers=1`
  const rate = ['-b:v', `${bitrate}`, '-maxrate', `${bitrate}`, '-bufsize', `${bitrate}`]
  const picture = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency']
  const args = [...picture, ...rate, '-x264-params', coder, '-f', 'h264', file]
  await mediaTool('ffmpeg', ['-loglevel', 'error', '-y', '-f', 'lavfi', '-i', source, ...args])
  return { file, framesPerSecond }
}
