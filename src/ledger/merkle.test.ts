import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../domain/ids.ts'
import {
  appendLeaf,
  consistencyNodes,
  emptyFrontier,
  emptyRoot,
  foldSubtrees,
  frontierRoot,
  type Hash,
  hashChildren,
  hashLeaf,
  inclusionNodes,
  type Node,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

/** The eight leaves, roots and proofs that the Certificate Transparency implementations share. */
const vectorLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const vectorRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const vectorInclusion: readonly (readonly [index: number, size: number, proof: readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]
const vectorConsistency: readonly (readonly [first: number, second: number, proof: readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]

const leaves = vectorLeaves.map((leaf) => hashLeaf(fromHex(leaf)))

/** RFC 9162 2.1.1 word by word, to check the quick ways against. */
function mth(hashes: readonly Hash[]): Hash {
  const [only] = hashes
  if (only === undefined) return emptyRoot
  if (hashes.length === 1) return only
  let k = 1
  while (2 * k < hashes.length) k *= 2
  return hashChildren(mth(hashes.slice(0, k)), mth(hashes.slice(k)))
}

function fetchFrom(hashes: readonly Hash[]) {
  return (groups: readonly (readonly Node[])[]) =>
    groups.map((nodes) =>
      foldSubtrees(
        nodes.map(({ level, index }) => mth(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level))),
      ),
    )
}

describe('the shared vectors', () => {
  test('the empty tree', () => {
    expect(toHex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(frontierRoot(emptyFrontier)).toEqual(emptyRoot)
  })

  test('roots of one to eight leaves', () => {
    expect(vectorRoots.map((_, i) => toHex(rootOf(leaves.slice(0, i + 1))))).toEqual(vectorRoots)
  })

  test.each(vectorInclusion)('inclusion of leaf %i in %i', (index, size, proof) => {
    const made = fetchFrom(leaves)(inclusionNodes(index, size))
    expect(made.map(toHex)).toEqual(proof)
    const root = rootOf(leaves.slice(0, size))
    expect(verifyInclusion(leaves[index] as Hash, index, size, made, root)).toBe(true)
  })

  test.each(vectorConsistency)('consistency of %i with %i', (first, second, proof) => {
    const made = fetchFrom(leaves)(consistencyNodes(first, second))
    expect(made.map(toHex)).toEqual(proof)
    const roots = [first, second].map((size) => rootOf(leaves.slice(0, size))) as [Hash, Hash]
    expect(verifyConsistency(first, second, ...roots, made)).toBe(true)
  })
})

describe('all trees up to 300 leaves', () => {
  const many = Array.from({ length: 300 }, (_, i) => hashLeaf(Uint8Array.of(i >> 8, i & 255)))
  const roots = many.reduce(
    (frontiers, leaf) => [...frontiers, appendLeaf(frontiers.at(-1) ?? emptyFrontier, leaf)],
    [emptyFrontier],
  )
  const root = (size: number) => frontierRoot(roots[size] ?? emptyFrontier)
  // every aligned subtree once, so that three hundred trees of proofs stay quick
  const subtrees = new Map<string, Hash>()
  const fetch = (groups: readonly (readonly Node[])[]) =>
    groups.map((nodes) =>
      foldSubtrees(
        nodes.map(({ level, index }) => {
          const key = `${level}/${index}`
          const known = subtrees.get(key) ?? mth(many.slice(index * 2 ** level, (index + 1) * 2 ** level))
          subtrees.set(key, known)
          return known
        }),
      ),
    )

  test('the frontier gives the root of the recursive definition', () => {
    for (let size = 0; size <= 300; size++) {
      expect(root(size)).toEqual(mth(many.slice(0, size)))
    }
  })

  test('every inclusion proof verifies, at no other index or size', () => {
    for (let size = 1; size <= 300; size += size < 70 ? 1 : 13) {
      for (let index = 0; index < size; index++) {
        const proof = fetch(inclusionNodes(index, size))
        const leaf = many[index] as Hash
        expect(verifyInclusion(leaf, index, size, proof, root(size))).toBe(true)
        expect(verifyInclusion(leaf, index + 1, size, proof, root(size))).toBe(false)
        expect(verifyInclusion(many[index + 1] ?? leaves[0] ?? leaf, index, size, proof, root(size))).toBe(
          false,
        )
      }
    }
  })

  test('every consistency proof verifies, and for no other tree', () => {
    for (let second = 1; second <= 300; second += second < 70 ? 1 : 13) {
      for (let first = 1; first <= second; first++) {
        const proof = fetch(consistencyNodes(first, second))
        expect(verifyConsistency(first, second, root(first), root(second), proof)).toBe(true)
        expect(verifyConsistency(first, second, root(first - 1), root(second), proof)).toBe(false)
        expect(verifyConsistency(first, second, root(first), root(second - 1), proof)).toBe(false)
      }
    }
  })

  const pair = fc
    .integer({ min: 1, max: 300 })
    .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)))

  test('a proof with a flipped bit, a hash more or a hash less fails', () => {
    fc.assert(
      fc.property(pair, fc.nat(), fc.boolean(), ([index, size], at, consistency) => {
        const proof = fetch(consistency ? consistencyNodes(index + 1, size) : inclusionNodes(index, size))
        const verify = (candidate: readonly Hash[]) =>
          consistency
            ? verifyConsistency(index + 1, size, root(index + 1), root(size), candidate)
            : verifyInclusion(many[index] as Hash, index, size, candidate, root(size))
        expect(verify(proof)).toBe(true)
        expect(verify([...proof, emptyRoot])).toBe(false)
        if (proof.length === 0) return
        expect(verify(proof.slice(1))).toBe(false)
        expect(verify(proof.slice(0, -1))).toBe(false)
        const bit = at % (proof.length * 256)
        const flipped = proof.map((hash, i) =>
          hash.map((byte, j) => (i * 32 + j === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
        )
        expect(verify(flipped)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

test('sizes far beyond 32 bits', () => {
  const size = 2 ** 45 + 5
  expect(inclusionNodes(2 ** 45 + 4, size)).toHaveLength(2)
  expect(inclusionNodes(0, size)).toHaveLength(46)
  expect(consistencyNodes(2 ** 40, size)).toHaveLength(6)
})

test('questions without an answer are refused', () => {
  expect(() => inclusionNodes(3, 3)).toThrow(TypeError)
  expect(() => inclusionNodes(-1, 3)).toThrow(TypeError)
  expect(() => consistencyNodes(0, 3)).toThrow(TypeError)
  expect(() => consistencyNodes(4, 3)).toThrow(TypeError)
  expect(verifyInclusion(emptyRoot, 0, 0, [], emptyRoot)).toBe(false)
  expect(verifyInclusion(emptyRoot, 0.5, 2, [], emptyRoot)).toBe(false)
  expect(verifyConsistency(0, 1, emptyRoot, emptyRoot, [])).toBe(false)
})
