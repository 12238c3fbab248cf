import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWhole } from './data-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsujiban-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file that several write at once is one of theirs as a whole, and nothing is left beside it', async () => {
  const path = join(folder, 'setup-draft.json')
  const texts = Array.from({ length: 12 }, (_, i) => JSON.stringify({ step: 'x'.repeat((i * 37) % 11) }))
  for (let round = 0; round < 20; round++) {
    await Promise.all(texts.map((text) => writeWhole(path, text)))
    expect(texts).toContain(readFileSync(path, 'utf8'))
  }
  expect(readdirSync(folder)).toEqual(['setup-draft.json'])
})
