import { expect, test } from 'vitest'
import { countTests } from './test-count.ts'

const run = (success: boolean, ...files: readonly (readonly string[])[]) =>
  JSON.stringify({
    success,
    testResults: files.map((statuses, index) => ({
      name: `file ${index}`,
      status: 'passed',
      assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${index}.${at}` })),
    })),
  })

test.each([
  ['all passed', run(true, ['passed', 'passed'], ['passed']), 0, 3, 0],
  ['one failed', run(false, ['passed', 'failed']), 1, 1, 1],
  ['a skipped test is a failed one', run(true, ['passed', 'skipped', 'todo', 'pending']), 0, 1, 3],
  ['a file that did not load', run(false, ['passed'], []), 1, 1, 1],
  ['an error between tests', run(false, ['passed']), 1, 1, 1],
  ['an exit code alone', run(true, ['passed']), 7, 1, 1],
  ['nothing at all', run(true), 0, 0, 1],
  ['no report', undefined, 1, 0, 1],
] as const)('%s', (_, json, exitCode, passed, failed) => {
  const count = countTests(json, exitCode)
  expect(count).toMatchObject({ passed, failed })
  if (failed > 0 && exitCode !== 1) expect(count.remarks).not.toEqual([])
})
