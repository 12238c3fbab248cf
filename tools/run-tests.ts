import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countTests, type TestCount } from './lib/test-count.ts'
import { setUp } from './setup/setup.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs vitest with its own words streaming, and counts from its report. */
async function runVitest(options: readonly string[]): Promise<TestCount> {
  const folder = await mkdtemp(join(tmpdir(), 'tsujiban-tests-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  try {
    const vitest = spawn(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...options],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    const stop = (signal: NodeJS.Signals): void => {
      vitest.kill(signal)
    }
    process.on('SIGTERM', stop).on('SIGINT', stop)
    const code = await new Promise<number | null>((resolve, reject) => {
      vitest.once('error', reject)
      vitest.once('close', resolve)
    })
    return countTests(existsSync(file) ? await readFile(file, 'utf8') : undefined, code)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const count: TestCount = (await setUp())
  ? await runVitest(process.argv.slice(2))
  : { passed: 0, failed: 1, remarks: ['the machine is not ready, no test was run'] }
for (const remark of count.remarks) process.stdout.write(`${remark}\n`)
process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`)
process.exitCode = count.failed > 0 ? 1 : 0
