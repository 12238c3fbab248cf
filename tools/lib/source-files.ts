import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

export type SourceFile = {
  /** path from the project's root, with forward slashes */
  readonly path: string
  readonly text: string
}

/** Names of folders that hold nothing of ours. */
const foreign = new Set(['node_modules', 'dist', '.git', 'coverage', 'data', 'data-anchor'])

/** Files under the given folders (or single files) whose name ends with one of the given endings, sorted by path. */
export async function sourceFiles(
  root: string,
  places: readonly string[],
  endings: readonly string[],
): Promise<readonly SourceFile[]> {
  const paths = (await Promise.all(places.map((place) => under(join(root, place))))).flat()
  const wanted = paths.filter((path) => endings.some((ending) => path.endsWith(ending))).sort()
  return Promise.all(
    wanted.map(async (path) => ({ path: relative(root, path), text: await readFile(path, 'utf8') })),
  )
}

async function under(place: string): Promise<readonly string[]> {
  if (!existsSync(place)) return []
  if (/\.[a-z]+$/.test(place)) return [place]
  const entries = await readdir(place, { withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter(({ name }) => !foreign.has(name))
      .map(async (entry) => {
        const path = join(place, entry.name)
        return entry.isDirectory() ? under(path) : [path]
      }),
  )
  return found.flat()
}

/**
 * A test, or what only tests use: `x.test.ts`, `x.contract.ts`, `x-fixture.ts`, `x-world.ts`, `test-x.ts`, `crash-x.ts` (children that are
 * killed) and all of `test-support/`. knip.json has the same names.
 */
export function isTest(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return (
    path.includes('/test-support/') ||
    /\.(test|contract)\.tsx?$|(^|-)(fixture|world)\.ts$|^test-|(^|-)crash-/.test(name)
  )
}
