/** `[min, median, max]`, rounded to so many digits behind the point. */
export function spread(values: readonly number[], digits = 2): readonly [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number): number => Number((sorted[index] ?? Number.NaN).toFixed(digits))
  return [at(0), at(Math.floor(sorted.length / 2)), at(sorted.length - 1)]
}

/** `--name 12` or `--name=12` of a command line. */
export function numberOption(args: readonly string[], name: string, usual: number): number {
  const at = args.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  const given = at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1])
  return given === undefined || !(Number(given) > 0) ? usual : Number(given)
}
