/**
 * Completes package-lock.json: `npm install` leaves out optional packages of other platforms that the registry at hand does not carry, and
 * `npm ci` then refuses the lock. An entry with version and platform is all it wants; such a package is never installed here. Run after
 * every change of dependencies, from a lock made without node_modules: `npm install --package-lock-only && node tools/complete-lock.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

type Entry = {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
} & Readonly<Record<string, unknown>>
type Lock = { readonly packages: Record<string, Entry> }

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'] as const
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32'] as const

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock

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
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)
