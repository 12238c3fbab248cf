import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entries } from '../../src/main/supervisor.ts'

export const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The product's own processes. */
export const product: Entries = {
  recorder: path('../../src/main/recorder-process.ts'),
  server: path('../../src/main/server-process.ts'),
  virtualCameras: path('../../tools/virtual-camera/main.ts'),
}

/** Works in a folder that is gone afterwards, with an empty data folder in it. */
export async function withDataFolder<T>(
  name: string,
  work: (data: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `tsujiban-bench-${name}-`))
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  try {
    return await work(data, folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
