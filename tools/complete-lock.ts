/**
 * Makes package-lock.json anew (`npm run lock`, after every change of dependencies). npm leaves out optional packages of other platforms that
 * the registry at hand does not carry, or that are not installed, and `npm ci` then refuses the lock. An entry with version and platform is
 * all it wants; such a package is never installed here.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Entry = {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
} & Readonly<Record<string, unknown>>
type Lock = { readonly packages: Record<string, Entry> }

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'] as const
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32'] as const

const root = fileURLToPath(new URL('..', import.meta.url))
const aside = mkdtempSync(join(tmpdir(), 'tsujiban-lock-'))
for (const name of ['package.json', '.npmrc']) copyFileSync(join(root, name), join(aside, name))
const npm = spawnSync('npm', ['install', '--package-lock-only'], {
  cwd: aside,
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (npm.status !== 0) process.exit(1)
const lock = JSON.parse(readFileSync(join(aside, 'package-lock.json'), 'utf8')) as Lock
rmSync(aside, { recursive: true })

for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`
    if (lock.packages[path] !== undefined || parent.version === undefined) continue
    const words = name.split(/[/-]/)
    const os = systems.find((system) => words.includes(system))
    const cpu = processors.find((processor) => words.includes(processor))
    // WebAssembly builds run anywhere and are asked for by name alone
    if (cpu === undefined) continue
    lock.packages[path] = {
      version,
      cpu: [cpu],
      ...(parent.dev === true ? { dev: true } : {}),
      optional: true,
      ...(os === undefined ? {} : { os: [os] }),
    }
    console.log(`${name} ${version}`)
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)
