import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureWebBuilt } from './web-build.ts'

let root: string
const said: string[] = []
const build = () => ensureWebBuilt(root, (line) => said.push(line))

beforeEach(async () => {
  said.length = 0
  root = await mkdtemp(join(tmpdir(), 'tsujiban-web-'))
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'))
  await mkdir(join(root, 'web'))
  await mkdir(join(root, 'src/vault'), { recursive: true })
  await writeFile(join(root, 'src/vault/open.ts'), 'export const opened = 1\n')
  await writeFile(
    join(root, 'web/index.html'),
    '<!doctype html><script type="module" src="/main.ts"></script>',
  )
  await writeFile(
    join(root, 'web/main.ts'),
    "import { opened } from '../src/vault/open.ts'\nconsole.log(`built-${opened}`)\n",
  )
})

afterEach(() => rm(root, { recursive: true }))

async function served(): Promise<string> {
  const assets = join(root, 'web/dist/assets')
  const files = await readdir(assets)
  return (await Promise.all(files.map((file) => readFile(join(assets, file), 'utf8')))).join('')
}

test('builds what is missing, leaves what is current, builds again when a shared module changed', async () => {
  expect(await build()).toMatchObject({ built: true })
  expect(await served()).toMatch(/built-.*1|1.*built-/s)
  expect(await build()).toMatchObject({ built: false })
  await writeFile(join(root, 'src/vault/open.ts'), 'export const opened = 7771\n')
  expect(await build()).toMatchObject({ built: true })
  expect(await served()).toContain('7771')
})

test('a test beside the code makes no new build', async () => {
  await build()
  await writeFile(join(root, 'src/vault/open.test.ts'), 'export {}\n')
  expect(await build()).toMatchObject({ built: false })
})

test('a build that fails is told, and what was served stays', async () => {
  await build()
  const before = await served()
  await writeFile(join(root, 'web/main.ts'), "import './nowhere.ts'\n")
  await expect(build()).rejects.toMatchObject({ name: 'WebBuildFault', code: 'build-failed' })
  expect(said.join('\n')).toContain('nowhere')
  expect(await served()).toBe(before)
})

test('a folder without a browser app is told', async () => {
  await rm(join(root, 'web/index.html'))
  await expect(build()).rejects.toMatchObject({ code: 'no-sources' })
})
