import { createHash } from 'node:crypto'
import type { BundleFile } from './bundle-files.ts'
import type { BundleFinding } from './findings.ts'
import type { ManifestFile, ManifestFootage } from './manifest.ts'

/** Compares a footage file with the manifest region by region, in one pass, so that what was altered has a name and a time. */
export async function checkFootage(
  file: BundleFile,
  footage: ManifestFootage,
  label: string,
): Promise<readonly BundleFinding[]> {
  const findings: BundleFinding[] = []
  if (file.bytes !== footage.bytes) findings.push(lengthFinding(file, footage))
  const regions = [footage.init, ...footage.fragments]
  const whole = createHash('sha256')
  let index = 0
  let hash = createHash('sha256')
  let taken = 0
  const judge = (sha256: string) => {
    const region = regions[index]
    if (region === undefined || region.sha256 === sha256) return
    const place = { file: footage.file, from: region.offset, to: region.offset + region.length }
    const fragment = footage.fragments[index - 1]
    findings.push(
      fragment === undefined
        ? { code: 'header-altered', ...place }
        : {
            code: 'footage-altered',
            ...place,
            camera: footage.camera,
            label,
            wallFrom: fragment.from,
            wallTo: fragment.to,
            epoch: fragment.epoch,
            leaf: fragment.leaf,
            fragment: fragment.fragment,
          },
    )
  }
  for await (const piece of file.pieces()) {
    whole.update(piece)
    for (let at = 0; at < piece.length; ) {
      const region = regions[index]
      if (region === undefined) break
      const part = piece.subarray(at, at + region.length - taken)
      hash.update(part)
      at += part.length
      taken += part.length
      if (taken < region.length) continue
      judge(hash.digest('hex'))
      index += 1
      taken = 0
      hash = createHash('sha256')
    }
  }
  // what a shorter file lacks of a fragment is an alteration of that fragment
  for (; index < regions.length; index++) judge('')
  if (findings.length === 0 && whole.digest('hex') !== footage.sha256)
    findings.push({ code: 'manifest-unreadable', detail: `hashes of ${footage.file} contradict each other` })
  return withChecksum(findings, file, footage.file)
}

export async function checkFile(file: BundleFile, listed: ManifestFile): Promise<readonly BundleFinding[]> {
  const hash = createHash('sha256')
  for await (const piece of file.pieces()) hash.update(piece)
  const findings: BundleFinding[] = []
  if (file.bytes !== listed.bytes) findings.push(lengthFinding(file, listed))
  else if (hash.digest('hex') !== listed.sha256) findings.push({ code: 'file-altered', file: listed.file })
  return withChecksum(findings, file, listed.file)
}

function lengthFinding(file: BundleFile, listed: ManifestFile): BundleFinding {
  return { code: 'file-length', file: listed.file, bytes: file.bytes, expected: listed.bytes }
}

/** A checksum that does not fit content that is right was itself altered. */
function withChecksum(findings: BundleFinding[], file: BundleFile, name: string): readonly BundleFinding[] {
  if (findings.length === 0 && !file.checksumFits) findings.push(checksumFinding(name))
  return findings
}

/** The archive's checksum of a file that is right is wrong. */
export function checksumFinding(file: string): BundleFinding {
  return { code: 'checksum-altered', file }
}
