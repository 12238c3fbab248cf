import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDependencyFaults } from './check-dependencies.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsujiban-dependencies-'))
  await mkdir(join(root, 'docs/ref'), { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

async function faults(manifest: object, list: string): Promise<readonly string[]> {
  await writeFile(join(root, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(root, 'docs/ref/dependencies.md'), list)
  return findDependencyFaults(root)
}

test('every dependency of the project stands in the list with its version and reason', async () => {
  expect(await findDependencyFaults(fileURLToPath(new URL('..', import.meta.url)))).toEqual([])
})

test('what is missing, of another version, gone or not pinned is told', async () => {
  const manifest = {
    dependencies: { a: '1.0.0', b: '2.0.0' },
    devDependencies: { c: '^3.0.0' },
    optionalDependencies: { e: '1.0.0' },
  }
  const list =
    '| `a` | 1.0.0 | because |\n| `b` | 1.9.9 | because |\n| `c` | ^3.0.0 | because |\n| `d` | 1.0.0 | because |\n'
  expect(await faults(manifest, list)).toEqual([
    'package.json: c ^3.0.0 is not one exact version',
    'docs/ref/dependencies.md: e 1.0.0 has no row with its reason',
    'docs/ref/dependencies.md: b is 2.0.0 in package.json',
    'docs/ref/dependencies.md: d is not in package.json',
  ])
})
