/** What a bench measured; plain values, so that it prints as JSON as it is. */
export type Figures = Readonly<Record<string, number | string | boolean | readonly number[] | readonly Row[]>>
/** One of a list of findings. */
export type Row = Readonly<Record<string, string>>

export type BenchResult = {
  readonly figures: Figures
  /** false when a figure misses the limit that the bench states; absent where it states none */
  readonly ok?: boolean
}

export type BenchOptions = {
  /** further words of the command line, as typed */
  readonly args: readonly string[]
  /** progress for a person; never on standard output */
  readonly log: (line: string) => void
}

/** What every file directly in `bench/` exports, but `bench.ts` itself. */
export type BenchModule = {
  /** one line for the list */
  readonly summary: string
  readonly run: (options: BenchOptions) => Promise<BenchResult>
}

/** A bench that cannot run as things are; the message names the next step. */
export class BenchFault extends Error {
  override readonly name = 'BenchFault'
}
