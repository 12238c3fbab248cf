import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
/** Folders whose code the browser app can be built from, and what pins the packages it is built with. */
const sources = ['web', 'src/domain', 'src/vault', 'src/footage', 'src/http', 'package-lock.json']
const stampName = '.sources'

export class WebBuildFault extends Error {
  override readonly name = 'WebBuildFault'
  readonly code: 'no-sources' | 'build-failed'

  constructor(code: WebBuildFault['code'], message: string) {
    super(message)
    this.code = code
  }
}

export type WebBuild = { readonly built: boolean; readonly stamp: string }

/**
 * Builds the browser app when `web/dist` is missing or older than its sources (told by a hash of them, not by file times). The build
 * happens aside and takes the place of the old one whole, so that a running server never serves half of one.
 * @param log gets the builder's words, line by line
 * @throws WebBuildFault
 */
export async function ensureWebBuilt(
  root: string = projectRoot,
  log: (line: string) => void = (line) => {
    process.stderr.write(`${line}\n`)
  },
): Promise<WebBuild> {
  if (!existsSync(join(root, 'web/index.html')))
    throw new WebBuildFault('no-sources', `${join(root, 'web')} has no index.html`)
  const dist = join(root, 'web/dist')
  const stamp = await hashSources(root)
  if ((await stampOf(dist)) === stamp) return { built: false, stamp }
  const aside = join(root, 'node_modules/.cache/tsujiban', `web-${process.pid}`)
  await rm(aside, { recursive: true, force: true })
  await mkdir(dirname(aside), { recursive: true })
  log('building the browser app')
  try {
    await runVite(root, aside, log)
    await writeFile(join(aside, stampName), stamp)
    const old = `${aside}.old`
    await rm(old, { recursive: true, force: true })
    if (existsSync(dist)) await rename(dist, old)
    await rename(aside, dist)
    await rm(old, { recursive: true, force: true })
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return { built: true, stamp }
}

async function stampOf(dist: string): Promise<string | undefined> {
  const file = join(dist, stampName)
  return existsSync(file) ? readFile(file, 'utf8') : undefined
}

/** SHA-256 over names and contents of all that the build reads. */
async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources)
    for (const file of await filesUnder(root, source)) {
      hash.update(`${file}\0`)
      hash.update(
        createHash('sha256')
          .update(await readFile(join(root, file)))
          .digest(),
      )
    }
  return hash.digest('hex')
}

async function filesUnder(root: string, path: string): Promise<readonly string[]> {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (/\.[a-z]+$/.test(path)) return [path]
  const entries = await readdir(full, { withFileTypes: true, recursive: true })
  const dist = join(root, 'web/dist')
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(`${dist}/`))
    .map((file) => file.slice(root.length).replace(/^\//, ''))
    .sort()
}

/** Vite as a process of its own: its memory ends with it. */
async function runVite(root: string, outDir: string, log: (line: string) => void): Promise<void> {
  const cli = join(root, 'node_modules/vite/bin/vite.js')
  const options = ['build', 'web', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  const vite = spawn(process.execPath, [cli, ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const tell = (chunk: Buffer): void => {
    for (const line of stripVTControlCharacters(chunk.toString()).split('\n'))
      if (line.trim() !== '') log(line)
  }
  vite.stdout.on('data', tell)
  vite.stderr.on('data', tell)
  const code = await new Promise<number | null>((resolve, reject) => {
    vite.once('error', reject)
    vite.once('close', resolve)
  })
  if (code !== 0) throw new WebBuildFault('build-failed', `vite ended with ${code}`)
}
