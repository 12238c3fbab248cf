import { BenchFault, type BenchModule, type BenchResult, type Figures } from './bench-module.ts'

export type Output = { readonly out: (line: string) => void; readonly err: (line: string) => void }

/** Benches by name, loaded only when asked for. */
export type Benches = ReadonlyMap<string, () => Promise<BenchModule>>

/**
 * `bench [NAME] [--json] [ARGS...]`.
 * @returns the exit code: 0, 1 when a stated limit was missed or the bench cannot run, 2 when there is no bench of that name
 */
export async function benchCommand(
  argv: readonly string[],
  benches: Benches,
  output: Output,
): Promise<0 | 1 | 2> {
  const json = argv.includes('--json')
  const [name, ...args] = argv.filter((word) => word !== '--json')
  const load = name === undefined ? undefined : benches.get(name)
  if (!load || name === undefined) {
    output.err(name === undefined ? 'which bench?' : `there is no bench ${name}`)
    for (const [known, module] of benches) output.err(`  ${known.padEnd(16)} ${(await module()).summary}`)
    return 2
  }
  const start = performance.now()
  const result = await (await load()).run({ args, log: output.err }).catch((error: unknown) => {
    if (error instanceof BenchFault) return error
    throw error
  })
  if (result instanceof BenchFault) {
    output.err(`${name}: ${result.message}`)
    return 1
  }
  const ms = Math.round(performance.now() - start)
  if (json) output.out(JSON.stringify({ bench: name, ok: result.ok ?? null, ms, ...result.figures }))
  else for (const line of table(name, result)) output.out(line)
  return result.ok === false ? 1 : 0
}

function table(name: string, { figures, ok }: BenchResult): readonly string[] {
  const width = Math.max(0, ...Object.keys(figures).map((key) => key.length))
  const verdict = ok === undefined ? '' : ok ? ': within its limits' : ': MISSES its limits'
  return [
    `${name}${verdict}`,
    ...Object.entries(figures).map(([key, value]) => `  ${key.padEnd(width)}  ${shown(value)}`),
  ]
}

function shown(value: Figures[string]): string {
  if (typeof value === 'number') return readable(value)
  return Array.isArray(value) ? value.map(readable).join(' ') : String(value)
}

function readable(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 })
}
