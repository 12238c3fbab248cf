import { expect, test } from 'vitest'
import { aptCommand, missingIn } from './debian.ts'

test('installed is what dpkg calls installed; half-removed and unknown packages are missing', () => {
  const output = 'ffmpeg installed\nchromium config-files\npoppler-utils half-configured\n'
  expect(missingIn(['ffmpeg', 'chromium', 'poppler-utils', 'python3-gi'], output)).toEqual([
    'chromium',
    'poppler-utils',
    'python3-gi',
  ])
})

test('the command names exactly what is missing', () => {
  expect(aptCommand(['a', 'b'])).toBe(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends a b',
  )
})
