import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runProgram } from '../support/run.ts'

const place = mkdtempSync(join(tmpdir(), 'tsujiban-pack-cli-'))
afterAll(() => rmSync(place, { recursive: true }))

async function pack(...args: readonly string[]) {
  return runProgram('src/main/cli.ts', ['pack', ...args])
}

test('pack show and pack diff end with 0 and say one line of JSON', async () => {
  for (const args of [
    ['show', 'policy-packs/inzai'],
    ['diff', 'test/packs/minato', 'test/packs/kuruma'],
  ]) {
    const { exit, out } = await pack(...args, '--json')
    expect(exit).toBe(0)
    expect(out).toMatch(/^\{[^\n]+\}\n$/)
  }
})

test('pack new asks on a terminal alone; from a file it writes what pack check takes', async () => {
  const folder = join(place, 'town')
  const silent = await pack('new', folder)
  expect(silent.exit).toBe(2)
  expect(silent.err).toContain('pack new FOLDER')
  expect(existsSync(folder)).toBe(false)
  const answers = join(place, 'answers.yaml')
  writeFileSync(answers, 'title: 見本町要領\nkind: 要領\nmunicipality: 見本町\nid: mihon\n')
  expect((await pack('new', folder, '--answers', answers)).exit).toBe(0)
  expect((await pack('check', folder)).exit).toBe(0)
})
