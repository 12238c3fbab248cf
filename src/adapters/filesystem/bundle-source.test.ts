import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cameraA, leafOf, makeBundle, makeClip, start } from '../../evidence/bundle-fixture.ts'
import { verifyBundle } from '../../evidence/verify-bundle.ts'
import { openBundle } from './bundle-source.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function verdictOf(path: string) {
  const bundle = await openBundle(path)
  try {
    return await verifyBundle(bundle.source)
  } finally {
    await bundle.close()
  }
}

test('a bundle is checked as a file and as the folder it was unpacked into', async () => {
  const clip = makeClip(2, '64x48')
  const { bytes } = await makeBundle(
    leafOf(clip, { camera: cameraA, epoch: 1, leaf: 0, mediaStart: 0, at: start }),
  )
  const archive = join(folder, 'bundle.zip')
  writeFileSync(archive, bytes)
  expect(await verdictOf(archive)).toMatchObject({ ok: true, findings: [] })

  const unpacked = join(folder, 'unpacked')
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    // as a file system that takes names apart would have it
    const path = join(unpacked, name.normalize('NFD'))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  expect(await verdictOf(unpacked)).toMatchObject({ ok: true, findings: [] })

  writeFileSync(join(unpacked, 'footage', '1-1.mp4'), 'gone')
  symlinkSync(archive, join(unpacked, 'link'))
  expect((await verdictOf(unpacked)).findings).toMatchObject([
    { code: 'file-length', file: 'footage/1-1.mp4', bytes: 4 },
    { code: 'header-altered' },
    { code: 'footage-altered', fragment: 0 },
    { code: 'footage-altered', fragment: 1 },
    { code: 'file-extra', file: 'link' },
  ])
  await expect(openBundle(join(folder, 'nowhere'))).rejects.toThrow('ENOENT')
})
