import { BenchFault, type BenchModule, type BenchResult, type Figures, type Row } from './bench-module.ts'

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
    ...Object.entries(figures).flatMap(([key, value]) => lines(key.padEnd(width), value)),
  ]
}

function lines(label: string, value: Figures[string]): readonly string[] {
  if (typeof value !== 'object') return [`  ${label}  ${typeof value === 'number' ? readable(value) : value}`]
  const list: readonly (number | Row)[] = value
  const numbers = list.flatMap((one) => (typeof one === 'number' ? [readable(one)] : []))
  const rows = list.flatMap((one) =>
    typeof one === 'number' ? [] : [`    ${Object.values(one).join('  ')}`],
  )
  return [`  ${label}  ${numbers.length > 0 ? numbers.join(' ') : rows.length}`, ...rows]
}

function readable(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 })
}
