import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { directionTable, findBreaches } from './check-layers.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsujiban-layers-'))
})
afterEach(() => rm(root, { recursive: true }))

async function tree(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return (await findBreaches(root)).map(({ file, line, what }) => `${file}:${line} ${what}`)
}

const takes = (specifier: string, kind = '') =>
  `import ${kind} { x } from '${specifier}'\nexport const y = x\n`

test('the whole project keeps the direction', async () => {
  const table = directionTable()
  process.stdout.write(`${table}\n`)
  expect(table.split('\n')[0]).toBe(
    'domain <- ledger, vault <- footage <- recorder, evidence, forms <- acts <- http <- main',
  )
  expect(await findBreaches(fileURLToPath(new URL('..', import.meta.url)))).toEqual([])
})

describe('a breach is found', () => {
  test.each([
    ['src/domain/a.ts', '../vault/b.ts', 'domain does not import vault'],
    ['src/domain/a.ts', '../acts/b.ts', 'domain does not import acts'],
    ['src/ledger/a.ts', '../vault/b.ts', 'ledger does not import vault'],
    ['src/vault/a.ts', '../footage/b.ts', 'vault does not import footage'],
    ['src/recorder/rtsp/a.ts', '../../evidence/b.ts', 'recorder does not import evidence'],
    ['src/acts/a.ts', '../http/b.ts', 'acts does not import http'],
    ['src/acts/a.ts', '../adapters/sqlite/b.ts', 'acts does not import adapters'],
    ['src/http/a.ts', '../main/b.ts', 'http does not import main'],
    ['src/adapters/sqlite/a.ts', '../../http/b.ts', 'adapters/sqlite does not import http'],
    ['src/adapters/sqlite/a.ts', '../packs/b.ts', 'adapters/sqlite does not import adapters/packs'],
    [
      'src/adapters/fax/a.ts',
      '../../domain/b.ts',
      'adapters/fax is not in the table: name the folders whose ports it implements',
    ],
    ['src/main/a.ts', '../../tools/b.ts', 'src does not import tools'],
    ['src/main/a.ts', '../../test/b.ts', 'src does not import test'],
    ['src/main/a.ts', '../../bench/b.ts', 'src does not import bench'],
    ['src/main/a.ts', '../footage/b-fixture.ts', 'src/footage/b-fixture.ts is for tests'],
    ['src/utils/a.ts', '../domain/b.ts', 'src/utils is not in the table'],
    ['web/src/a.tsx', '../../src/acts/b.ts', 'web does not import acts'],
    ['web/src/a.ts', '../../src/http/contract.ts', 'web imports types alone from src/http/contract.ts'],
    ['web/src/a.ts', '../../tools/b.ts', 'web does not import tools'],
  ])('%s takes %s', async (path, specifier, what) => {
    expect(await tree({ [path]: takes(specifier) })).toEqual([`${path}:1 ${what}`])
  })

  test('in a type, in import() and in the name of a worker as well', async () => {
    const path = 'src/domain/a.ts'
    const text =
      "export type T = import('../acts/b.ts').T\nexport const l = () => import('../http/c.ts')\nexport const w = new URL('../main/d.ts', import.meta.url)\n"
    expect(await tree({ [path]: text })).toEqual([
      `${path}:1 domain does not import acts`,
      `${path}:2 domain does not import http`,
      `${path}:3 domain does not import main`,
    ])
  })

  test('where a module that the browser reaches, however far, needs Node', async () => {
    expect(
      await tree({
        'web/src/a.tsx': takes('../../src/vault/open.ts'),
        'src/vault/open.ts': takes('./inner.ts'),
        'src/vault/inner.ts': takes('node:crypto'),
      }),
    ).toEqual(['src/vault/inner.ts:1 node:crypto is not there in a browser (reached from src/vault/open.ts)'])
  })

  test('where it needs what older browsers lack', async () => {
    expect(
      await tree({
        'web/src/a.ts': takes('../../src/domain/days.ts'),
        'src/domain/days.ts': '// Temporal.Now\nexport const x = Temporal.Now.instant()\n',
      }),
    ).toEqual(['src/domain/days.ts:2 Temporal. is not there in older browsers (reached from web/src/a.ts)'])
  })
})

test('what keeps the direction is not complained of', async () => {
  expect(
    await tree({
      'src/http/a.ts': takes('../acts/b.ts') + takes('../domain/c.ts') + takes('node:fs'),
      'src/main/a.ts': takes('../adapters/sqlite/b.ts'),
      'src/adapters/sqlite/a.ts': takes('../../acts/ports.ts') + takes('./b.ts'),
      'src/acts/a.test.ts': takes('../http/b.ts') + takes('../../test/c.ts'),
      'web/src/a.ts': takes('../../src/http/contract.ts', 'type') + takes('../../src/vault/open.ts'),
      'src/vault/open.ts': takes('./node-side.ts', 'type'),
      'src/vault/node-side.ts': takes('node:crypto'),
      'tools/a.ts': takes('../src/main/b.ts'),
    }),
  ).toEqual([])
})
