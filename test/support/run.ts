import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url))

export type Ran = { readonly exit: number | null; readonly out: string; readonly err: string }

/** Runs a program of the project to its end, with these variables set besides those of the test. */
export async function runProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [path(file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (part: Buffer) => out.push(part))
  child.stderr.on('data', (part: Buffer) => err.push(part))
  const [exit] = (await once(child, 'close')) as [number | null]
  return { exit, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }
}
