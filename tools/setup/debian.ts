import { spawn, spawnSync } from 'node:child_process'

/** Programs that tests and demo use beside the product, as Debian packages. */
export const testPackages = [
  'ffmpeg',
  'chromium',
  'fonts-noto-cjk',
  'gstreamer1.0-tools',
  'gstreamer1.0-plugins-base',
  'gstreamer1.0-plugins-good',
  'gstreamer1.0-plugins-bad',
  'gstreamer1.0-plugins-ugly',
  'gir1.2-gst-rtsp-server-1.0',
  'python3-gi',
  'poppler-utils',
] as const

export class SetupFault extends Error {
  override readonly name = 'SetupFault'
  readonly code: 'not-debian' | 'not-root' | 'apt-failed'
  /** what the reader types to put it right */
  readonly command: string

  constructor(code: SetupFault['code'], message: string, command: string) {
    super(message)
    this.code = code
    this.command = command
  }
}

/** The command that installs packages, as a person types it. */
export function aptCommand(packages: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

/** Which of `packages` a `dpkg-query -W -f '${Package} ${db:Status-Status}\n'` does not show as installed. */
export function missingIn(packages: readonly string[], dpkgOutput: string): readonly string[] {
  const installed = new Set(
    dpkgOutput
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  )
  return packages.filter((name) => !installed.has(name))
}

/**
 * Sees to it that Debian packages are there: installs what is missing when run as root.
 * @param log gets progress and what apt says, line by line
 * @returns what was installed
 * @throws SetupFault with the command to type
 */
export async function ensurePackages(
  packages: readonly string[],
  log: (line: string) => void,
): Promise<readonly string[]> {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages], {
    encoding: 'utf8',
  })
  if (query.error)
    throw new SetupFault('not-debian', 'dpkg-query is not here: this needs Debian', aptCommand(packages))
  const missing = missingIn(packages, query.stdout)
  if (missing.length === 0) return []
  if (process.getuid?.() !== 0)
    throw new SetupFault('not-root', `not installed: ${missing.join(' ')}`, aptCommand(missing))
  log(`installing ${missing.join(' ')}`)
  await apt(['update', '-q'], missing, log)
  await apt(['install', '-y', '-q', '--no-install-recommends', ...missing], missing, log)
  return missing
}

async function apt(
  options: readonly string[],
  missing: readonly string[],
  log: (line: string) => void,
): Promise<void> {
  const child = spawn('apt-get', options, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const tell = (chunk: Buffer): void => {
    for (const line of chunk.toString().split('\n')) if (line.trim() !== '') log(line)
  }
  child.stdout.on('data', tell)
  child.stderr.on('data', tell)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0)
    throw new SetupFault('apt-failed', `apt-get ${options[0]} ended with ${code}`, aptCommand(missing))
}
