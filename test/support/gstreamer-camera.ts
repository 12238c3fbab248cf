import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type GStreamerCamera = {
  /** rtsp:// address without credentials */
  readonly url: string
  /** resolves with the exit code when the process has ended */
  readonly close: () => Promise<number | null>
}

/**
 * Serves a clip (MP4, MPEG-TS or Matroska with H.264) by GStreamer's RTSP server: Digest (MD5), TCP only, in real time. Every client is sent
 * the whole clip from its first frame, then RTCP BYE; one that plays again gets it again.
 *
 * @throws Error with what the process said when it does not come up; Debian packages: python3-gi gir1.2-gst-rtsp-server-1.0
 *   gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
 */
export async function startGStreamerCamera(
  file: string,
  credentials: { readonly username: string; readonly password: string },
): Promise<GStreamerCamera> {
  const script = join(import.meta.dirname, 'gstreamer-camera.py')
  const { username, password } = credentials
  // by its path: another python on PATH does not see Debian's modules
  const server = spawn('/usr/bin/python3', [script, file, '--username', username, '--password', password], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(server, 'close') as Promise<[number | null]>
  let said = ''
  server.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const ready = once(createInterface({ input: server.stdout }), 'line') as Promise<[string]>
  const failed = ended.then(([code]): never => {
    throw new Error(`the GStreamer camera ended with ${code}: ${said}`)
  })
  const [line] = await Promise.race([ready, failed])
  return {
    url: (JSON.parse(line) as { url: string }).url,
    async close() {
      server.kill('SIGTERM')
      const [code] = await ended
      return code
    },
  }
}
