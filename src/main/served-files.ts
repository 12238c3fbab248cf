import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Every file of the browser app with its hash, in order of name; none where no app is served. */
export async function servedFiles(
  webFolder: string | null,
): Promise<readonly { readonly path: string; readonly sha256: string }[]> {
  if (webFolder === null) return []
  const entries = await readdir(webFolder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(webFolder, path).split(sep).join('/'),
      sha256: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    })),
  )
}
