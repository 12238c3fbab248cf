import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findClauseFaults } from './check-clauses.ts'
import { findDependencyFaults } from './check-dependencies.ts'
import { findBreaches } from './check-layers.ts'
import { findPackDocFaults } from './pack-docs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** As many programs at once; each of them uses more than one thread at times. */
const atOnce = 2

type Step = { readonly name: string; readonly run: () => Promise<Outcome> }
type Outcome = { readonly ok: boolean; readonly output: string }
type Result = Outcome & { readonly name: string; readonly seconds: number }

/** Steps of `npm run check`, the longest first. */
const steps: readonly Step[] = [
  { name: 'lint', run: () => tool('oxlint', ['--type-aware', '--quiet']) },
  { name: 'types', run: () => tool('tsc', ['--noEmit']) },
  { name: 'types of web', run: webTypes },
  { name: 'format', run: () => tool('biome', ['ci', '--colors=off', '.']) },
  { name: 'unused code', run: () => tool('knip', ['--no-progress']) },
  {
    name: 'unused in production',
    run: () =>
      tool('knip', ['--no-progress', '--strict', '--include', 'files,dependencies,unlisted,unresolved']),
  },
  { name: 'layers', run: async () => told((await findBreaches(root)).map(placed)) },
  { name: 'clause ids', run: async () => told((await findClauseFaults(root)).map(placed)) },
  { name: 'pack manual', run: async () => told(await findPackDocFaults(root)) },
  { name: 'dependencies', run: async () => told(await findDependencyFaults(root)) },
]

function webTypes(): Promise<Outcome> {
  return existsSync(join(root, 'web/tsconfig.json'))
    ? tool('tsc', ['--noEmit', '-p', 'web/tsconfig.json'])
    : Promise.resolve(told(['web/tsconfig.json is not there']))
}

function placed({
  file,
  line,
  what,
}: {
  readonly file: string
  readonly line: number
  readonly what: string
}): string {
  return `${file}:${line}: ${what}`
}

function told(faults: readonly string[]): Outcome {
  return { ok: faults.length === 0, output: faults.join('\n') }
}

/** Runs a program of the project and gathers what it says. */
function tool(name: string, options: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin', name), options, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString().trim() }),
    )
  })
}

async function timed({ name, run }: Step): Promise<Result> {
  const start = performance.now()
  const outcome = await run().catch((error: unknown) => told([String(error)]))
  return { ...outcome, name, seconds: (performance.now() - start) / 1000 }
}

async function runAll(): Promise<readonly Result[]> {
  const results = new Map<Step, Result>()
  const waiting = [...steps]
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      results.set(step, await timed(step))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return steps.flatMap((step) => results.get(step) ?? [])
}

const start = performance.now()
const results = await runAll()
for (const { name, ok, output } of results) if (!ok) process.stdout.write(`\n--- ${name}\n${output}\n`)
process.stdout.write('\n')
for (const { name, ok, seconds } of results)
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${seconds.toFixed(1).padStart(5)} s  ${name}\n`)
const failed = results.filter(({ ok }) => !ok).length
process.stdout.write(
  `${results.length - failed} of ${results.length} checks passed in ${((performance.now() - start) / 1000).toFixed(1)} s\n`,
)
process.exitCode = failed > 0 ? 1 : 0
