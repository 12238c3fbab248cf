import { afterEach, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { opened, openKeys, viewedSearch } from '../../test/support/bench-case.ts'

let bench: ActsBench
afterEach(() => bench.close())

test('what is released opens to what was recorded', async () => {
  const a = performance.now()
  bench = await ActsBench.open()
  console.log('open', performance.now() - a)
  const camera = await benchCamera(bench, '3', '玄関')
  const recorded = await recordEpoch(bench, camera, { leaves: 6 })
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
  const keys = await openKeys(bench, bench.person('operator'), caseId, { viewing, export: null })
  expect(await opened(bench, keys)).toEqual(
    recorded.leaves.slice(2, 4).flatMap(({ plaintexts }) => plaintexts),
  )
  console.log('all', performance.now() - a)
})
