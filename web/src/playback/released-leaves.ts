import type { OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { wipe } from '../../../src/vault/secret.ts'
import { fault } from '../api.ts'
import type { PlaylistLeaf } from '../keys/messages.ts'
import type { ReleaseCall, WindowKeys } from '../keys/window-keys.ts'
import { LeafLoader } from './leaf-loader.ts'
import type { OpenedFragment } from './open-leaf.ts'
import type { LeafSource } from './player.ts'
import { releaseBatch } from './timeline.ts'

/** Footage of one camera of a case: asks for keys in stretches of at most `batch` milliseconds, as they are needed. */
export class ReleasedLeaves implements LeafSource {
  readonly #leaves: readonly PlaylistLeaf[]
  readonly #keys: WindowKeys
  readonly #call: ReleaseCall
  readonly #url: (leaf: PlaylistLeaf) => string
  readonly #batch: number
  readonly #loader = new LeafLoader()
  readonly #released = new Map<number, OpenedLeaf>()

  constructor(
    leaves: readonly PlaylistLeaf[],
    keys: WindowKeys,
    call: ReleaseCall,
    url: (leaf: PlaylistLeaf) => string,
    batch: number,
  ) {
    this.#leaves = leaves
    this.#keys = keys
    this.#call = call
    this.#url = url
    this.#batch = batch
  }

  async load(
    index: number,
    onFragment: (fragment: OpenedFragment) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const leaf = this.#leaves[index]
    if (leaf === undefined) throw fault('malformed')
    const key = await this.#keyOf(index)
    // the loader takes its key over and wipes it; ours stays for a second look
    await this.#loader.load(this.#url(leaf), { ...key, key: key.key.slice() }, onFragment, signal)
  }

  close(): void {
    this.#loader.close()
    wipe(...[...this.#released.values()].map(({ key }) => key))
    this.#released.clear()
  }

  async #keyOf(index: number): Promise<OpenedLeaf> {
    const known = this.#released.get(index)
    if (known !== undefined) return known
    const batch = releaseBatch(this.#leaves, index, this.#batch, (at) => this.#released.has(at))
    const opened = await this.#keys.release(
      batch.flatMap((at) => this.#leaves[at] ?? []),
      this.#call,
    )
    batch.forEach((at, order) => {
      const leaf = opened[order]
      if (leaf !== undefined) this.#released.set(at, leaf)
    })
    const key = this.#released.get(index)
    if (key === undefined) throw fault('not-granted')
    return key
  }
}
