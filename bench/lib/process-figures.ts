import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU seconds that a process has used, all its threads. From `schedstat`, which counts nanoseconds; a thread that has ended is no longer in it.
 */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0])
    } catch (error) {
      // a thread that ended between the two looks
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
        throw error
    }
  }
  return nanoseconds / 1e9
}

/** Highest resident memory so far, MB (10^6 bytes): `VmHWM`. */
export function peakMegabytes(pid: number): number {
  return megabytes(`/proc/${pid}/status`, 'VmHWM')
}

/** Memory as it is now, what is shared with other processes counted in parts, MB: `Pss`. */
export function proportionalMegabytes(pid: number): number {
  return megabytes(`/proc/${pid}/smaps_rollup`, 'Pss')
}

/** A row of /proc; the kernel's kB are 1,024 bytes. */
function megabytes(file: string, row: string): number {
  const value = new RegExp(`^${row}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'utf8'))?.[1]
  if (value === undefined) throw new Error(`${file} has no ${row}`)
  return (Number(value) * 1024) / 1e6
}

/** Seconds that the machine's cores have been busy since it started. */
export function busySeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq + steal) / 100
}
