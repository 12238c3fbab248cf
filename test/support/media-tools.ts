import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs Debian's ffmpeg or ffprobe.
 * @throws Error with what it said when it does not end with 0 */
export async function mediaTool(
  tool: 'ffmpeg' | 'ffprobe',
  args: readonly string[],
  input: Uint8Array = new Uint8Array(0),
): Promise<{ readonly out: Buffer; readonly said: string }> {
  const child = spawn(tool, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const out: Buffer[] = []
  let said = ''
  child.stdout.on('data', (piece: Buffer) => out.push(piece))
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  // a program that has seen enough does not read to the end
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${tool} ended with ${code}: ${said}`)
  return { out: Buffer.concat(out), said }
}

/** Decodes the first video track and counts its frames.
 * @param file a name, or the bytes */
export async function decode(
  file: string | Uint8Array,
): Promise<{ readonly frames: number; readonly warnings: readonly string[] }> {
  const [name, bytes] = typeof file === 'string' ? [file] : ['pipe:0', file]
  const shown = ['-select_streams', 'v:0', '-count_frames', '-show_entries', 'stream=nb_read_frames']
  const args = ['-v', 'warning', ...shown, '-of', 'csv=p=0', '-i', name]
  const { out, said } = await mediaTool('ffprobe', args, bytes)
  const lines = said.split('\n').map((line) => line.replaceAll(/ @ 0x[0-9a-f]+/g, '').trim())
  return { frames: Number.parseInt(out.toString(), 10), warnings: lines.filter((line) => line !== '') }
}

/** Coded pictures in the first video track of a file, without decoding any. */
export async function countPackets(file: string): Promise<number> {
  const shown = ['-select_streams', 'v:0', '-count_packets', '-show_entries', 'stream=nb_read_packets']
  const { out } = await mediaTool('ffprobe', ['-v', 'error', ...shown, '-of', 'csv=p=0', file])
  return Number.parseInt(out.toString(), 10)
}

/** The video as `ffmpeg -c copy` receives it, as a byte stream of H.264 (Annex B). */
export async function copyStream(...input: readonly string[]): Promise<Buffer> {
  const args = ['-loglevel', 'error', ...input, '-map', '0:v:0', '-c', 'copy', '-f', 'h264', 'pipe:1']
  return (await mediaTool('ffmpeg', args)).out
}
