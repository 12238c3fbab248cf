import { unzipSync } from 'fflate'

/** The first footage file of a bundle. */
export function mp4In(bundle: Uint8Array): Uint8Array {
  const files = unzipSync(bundle, { filter: ({ name }) => name.endsWith('.mp4') })
  const [first] = Object.values(files)
  if (first === undefined) throw new Error('the bundle holds no footage')
  return first
}
