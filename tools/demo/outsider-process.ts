import { type CameraId, fromHex, type Instant, toHex } from '../../src/domain/ids.ts'
import type { LeafRow } from '../../src/footage/ports.ts'
import { recordsOf } from '../../src/footage/record-stream.ts'
import { readFootage } from '../../src/main/footage-files.ts'
import { checkCommitment, deriveClipKey } from '../../src/vault/clip-key.ts'
import { VaultFault } from '../../src/vault/fault.ts'
import { importClipKey, openFragment } from '../../src/vault/open.ts'
import { expand } from '../../src/vault/ratchet.ts'

/** What was handed out, and where the slots and their index lie; nothing else reaches this process. */
export type Handed = {
  readonly footage: string
  readonly cameras: readonly string[]
  readonly to: number
  /** hexadecimal halves of the leaves that were released */
  readonly leaves: readonly {
    readonly epoch: string
    readonly leaf: number
    readonly leaf1: string
    readonly leaf2: string
  }[]
}

type Halves = readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]

/** How far stepping is tried from each half that was handed out. */
const steps = 12

const input: Handed = JSON.parse(await readInput())
const footage = await readFootage(input.footage)
const handed = new Map(
  input.leaves.map(({ epoch, leaf, leaf1, leaf2 }) => [
    `${epoch}/${leaf}`,
    [fromHex(leaf1), fromHex(leaf2)] as Halves,
  ]),
)
const attempts = [...handed.values()].flatMap((halves) => derived(halves))
const result = { opened: 0, others: 0, othersOpened: [] as string[], attempts: attempts.length }
for (const camera of input.cameras) {
  const window = { from: 0 as Instant, to: input.to as Instant }
  for (const leaf of await footage.reader.leavesBetween(camera as CameraId, window)) {
    const own = handed.get(`${leaf.epoch}/${leaf.leaf}`)
    if (own !== undefined) {
      if (await opens(leaf, own, true)) result.opened++
      continue
    }
    result.others++
    for (const halves of attempts) {
      if (await opens(leaf, halves, false)) result.othersOpened.push(`${leaf.epoch}/${leaf.leaf}`)
    }
  }
}
await footage.close()
console.log(JSON.stringify(result))

/** The halves themselves, and all that stepping them forward gives, in every mixture of the two chains. */
function derived(halves: Halves): Halves[] {
  const chain = (start: Uint8Array): Uint8Array<ArrayBuffer>[] => {
    const out: Uint8Array<ArrayBuffer>[] = [Uint8Array.from(start)]
    let value = start
    for (let i = 0; i < steps; i++) {
      out.push(expand(value, 'leaf'))
      value = expand(value, 'next')
      out.push(Uint8Array.from(value))
    }
    return out
  }
  const [first, second] = [chain(halves[0]), chain(halves[1])]
  return first.map((leaf1, i) => [leaf1, second[i] as Uint8Array<ArrayBuffer>])
}

/** True when the halves decrypt the leaf: every record of it, or with `all` false its first, whatever the commitment says. */
async function opens(leaf: LeafRow, [leaf1, leaf2]: Halves, all: boolean): Promise<boolean> {
  const { key, commitment } = deriveClipKey(leaf1, leaf2, leaf)
  const clipKey = await importClipKey(key)
  let first = true
  for (const record of recordsOf(await footage.reader.readLeaf(leaf))) {
    if (!all && !first) break
    try {
      if (all) checkCommitment({ leaf: leaf.leaf, key, commitment }, record.header.commitment)
      else if (first && toHex(commitment) === toHex(record.header.commitment)) return true
      await openFragment(clipKey, record.header.fragment, record.aad, record.sealed)
    } catch (error) {
      if (error instanceof VaultFault) return false
      throw error
    }
    first = false
  }
  return true
}

async function readInput(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
