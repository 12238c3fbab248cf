import { readdir } from 'node:fs/promises'
import type { BenchModule } from './lib/bench-module.ts'
import { benchCommand } from './lib/command.ts'

const files = (await readdir(import.meta.dirname))
  .filter((name) => name.endsWith('.ts') && name !== 'bench.ts')
  .sort()
const benches = new Map(
  files.map((file) => [
    file.slice(0, -'.ts'.length),
    async (): Promise<BenchModule> => (await import(`./${file}`)) as BenchModule,
  ]),
)

process.exitCode = await benchCommand(process.argv.slice(2), benches, {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
})
