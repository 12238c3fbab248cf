import { spawnSync } from 'node:child_process'

const apt = 'apt-get install -y --no-install-recommends ffmpeg'

/** null when Debian's ffmpeg is there (installed now when we may), else the line that says how to get it. */
export async function haveFfmpeg(): Promise<string | null> {
  if (spawnSync('ffprobe', ['-version']).status === 0) return null
  if (process.getuid?.() === 0) {
    const done = spawnSync('sh', ['-c', `apt-get update && ${apt}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (done.status === 0) return null
  }
  return apt
}
