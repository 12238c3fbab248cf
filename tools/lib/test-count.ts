import { z } from 'zod'

/** What is needed of the report that vitest's JSON reporter writes. */
const report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

export type TestCount = {
  readonly passed: number
  readonly failed: number
  /** what counts as failed though no assertion of a test did, in words */
  readonly remarks: readonly string[]
}

/**
 * Counts tests so that nothing is lost: a skipped test, a file that could not be loaded, a file without tests, an error between tests and a
 * run without any test count as failed.
 * @param json text of the JSON report; undefined when the run left none
 * @param exitCode of vitest
 */
export function countTests(json: string | undefined, exitCode: number | null): TestCount {
  if (json === undefined) return { passed: 0, failed: 1, remarks: ['the test runner left no report'] }
  const { testResults, success } = report.parse(JSON.parse(json))
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const notRun = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const broken = testResults.filter(({ assertionResults }) => assertionResults.length === 0)
  const remarks = [
    ...notRun.map(({ fullName, status }) => `${status}: ${fullName}`),
    ...broken.map(({ name }) => `no test was run: ${name}`),
  ]
  const failed = tests.length - passed + broken.length
  if (failed === 0 && passed === 0) return { passed, failed: 1, remarks: ['no test was run'] }
  if (failed === 0 && (exitCode !== 0 || !success))
    return { passed, failed: 1, remarks: [`every test passed, but the test runner ended with ${exitCode}`] }
  return { passed, failed, remarks }
}
