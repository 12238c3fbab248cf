/**
 * Merkle tree of RFC 9162 section 2.1 (the same tree as RFC 6962) over SHA-256. Nothing here reads or stores: callers fetch the hashes that
 * the functions name. Works in the browser too.
 */
import { sha256 } from '@noble/hashes/sha2.js'

/** 32 bytes. */
export type Hash = Uint8Array

/** A complete subtree: the hash over leaves `index * 2^level` up to but not including `(index + 1) * 2^level`. */
export type Node = { readonly level: number; readonly index: number }

/** Leaves `from` up to but not including `to`. */
type Range = { readonly from: number; readonly to: number }

/** RFC 9162 2.1.1: the hash of an empty tree. */
export const emptyRoot: Hash = sha256(new Uint8Array(0))

/** RFC 9162 2.1.1: `SHA-256(0x00 || data)`. */
export function hashLeaf(data: Uint8Array): Hash {
  const input = new Uint8Array(1 + data.length)
  input.set(data, 1)
  return sha256(input)
}

/** RFC 9162 2.1.1: `SHA-256(0x01 || left || right)`. */
export function hashChildren(left: Hash, right: Hash): Hash {
  const input = new Uint8Array(1 + left.length + right.length)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return sha256(input)
}

export function equalHashes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** The complete subtrees a tree of `size` leaves is made of, largest first: all that is needed to append to it and to know its root. */
export type Frontier = { readonly size: number; readonly hashes: readonly Hash[] }

export const emptyFrontier: Frontier = { size: 0, hashes: [] }

export function appendLeaf(frontier: Frontier, leaf: Hash): Frontier {
  const hashes = [...frontier.hashes]
  let hash = leaf
  // every trailing 1 of the size is a subtree that the new leaf completes
  for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = hashes.pop()
    if (left === undefined) throw new TypeError('a frontier has one hash for every 1 bit of its size')
    hash = hashChildren(left, hash)
  }
  hashes.push(hash)
  return { size: frontier.size + 1, hashes }
}

export function frontierRoot(frontier: Frontier): Hash {
  return foldSubtrees(frontier.hashes)
}

/** Joins the hashes of adjoining complete subtrees, largest first, as RFC 9162 2.1.1 joins a range; of none it is the empty tree. */
export function foldSubtrees(hashes: readonly Hash[]): Hash {
  return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => hashChildren(left, right))
}

/** Root of a tree whose leaf hashes are all at hand. */
export function rootOf(leaves: readonly Hash[]): Hash {
  return frontierRoot(leaves.reduce(appendLeaf, emptyFrontier))
}

/**
 * RFC 9162 2.1.3.1: what the inclusion proof of leaf `index` in a tree of `size` is made of. Each element of the proof, from the leaf's
 * sibling to the root's child, is `foldSubtrees` of the nodes of one group.
 */
export function inclusionNodes(index: number, size: number): readonly (readonly Node[])[] {
  if (!isIndex(index) || !isIndex(size) || index >= size) throw new TypeError('no such leaf in the tree')
  const ranges: Range[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  return ranges.toReversed().map(subtreesOf)
}

/** RFC 9162 2.1.4.1: what the consistency proof between trees of `first` and `second` leaves is made of, grouped as `inclusionNodes` is. */
export function consistencyNodes(first: number, second: number): readonly (readonly Node[])[] {
  if (!isIndex(first) || !isIndex(second) || first < 1 || first > second)
    throw new TypeError('a consistency proof leads from a tree that is not empty to one that is not smaller')
  const ranges: Range[] = []
  let from = 0
  let to = second
  let whole = true
  while (first !== to) {
    const middle = from + largestPowerBelow(to - from)
    if (first <= middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
      whole = false
    }
  }
  if (!whole) ranges.push({ from, to })
  return ranges.toReversed().map(subtreesOf)
}

/** RFC 9162 2.1.3.2: the root that `proof` leads to, or undefined when the proof cannot be one for this leaf and size. */
export function rootFromInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
): Hash | undefined {
  if (!isIndex(index) || !isIndex(size) || index >= size) return undefined
  let fn = index
  let sn = size - 1
  let root = leaf
  for (const hash of proof) {
    if (sn === 0) return undefined
    if (fn % 2 === 1 || fn === sn) {
      root = hashChildren(hash, root)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      root = hashChildren(root, hash)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 ? root : undefined
}

export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  const found = rootFromInclusion(leaf, index, size, proof)
  return found !== undefined && equalHashes(found, root)
}

/** RFC 9162 2.1.4.2: whether the tree of `second` leaves begins with the whole tree of `first` leaves. */
export function verifyConsistency(
  first: number,
  second: number,
  firstRoot: Hash,
  secondRoot: Hash,
  proof: readonly Hash[],
): boolean {
  if (!isIndex(first) || !isIndex(second) || first < 1 || first > second) return false
  if (first === second) return proof.length === 0 && equalHashes(firstRoot, secondRoot)
  const path = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof
  let fn = first - 1
  let sn = second - 1
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  const [start, ...rest] = path
  if (start === undefined) return false
  let fr = start
  let sr = start
  for (const hash of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = hashChildren(hash, fr)
      sr = hashChildren(hash, sr)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      sr = hashChildren(sr, hash)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && equalHashes(fr, firstRoot) && equalHashes(sr, secondRoot)
}

/** `from` lies on the border of every subtree taken, because ranges come from halving a tree at its largest power of two. */
function subtreesOf({ from, to }: Range): readonly Node[] {
  const nodes: Node[] = []
  for (let start = from; start < to; ) {
    let level = 0
    let width = 1
    while (start % (2 * width) === 0 && start + 2 * width <= to) {
      width *= 2
      level += 1
    }
    nodes.push({ level, index: start / width })
    start += width
  }
  return nodes
}

function largestPowerBelow(count: number): number {
  let power = 1
  while (2 * power < count) power *= 2
  return power
}

function isPowerOfTwo(count: number): boolean {
  let power = 1
  while (power < count) power *= 2
  return power === count
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
