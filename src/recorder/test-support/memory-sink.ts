import type { CameraId, EpochId, LocalDay } from '../../domain/ids.ts'
import type { AppendOutcome, FragmentInput, FragmentSink, GapRow } from '../../footage/ports.ts'
import type { LeafKey } from '../../vault/leaf-key.ts'

export type KeptLeaf = {
  readonly camera: CameraId
  readonly epoch: EpochId
  readonly day: LocalDay
  readonly key: LeafKey
  readonly fragments: FragmentInput[]
  closed: boolean
}

/** A sink that keeps everything in memory, in order. */
export class MemorySink implements FragmentSink {
  readonly leaves: KeptLeaf[] = []
  readonly gaps: GapRow[] = []
  /** what `append` answers, or throws when it throws */
  outcome: (fragment: FragmentInput) => AppendOutcome = () => 'taken'
  failClose: Error | undefined
  flushes = 0
  /** called after every change */
  changed: () => void = () => {}

  openLeaf(camera: CameraId, epoch: EpochId, day: LocalDay, key: LeafKey): void {
    this.#close(camera)
    this.leaves.push({ camera, epoch, day, key, fragments: [], closed: false })
  }

  append(camera: CameraId, fragment: FragmentInput): AppendOutcome {
    const leaf = this.leaves.findLast((open) => open.camera === camera)
    if (!leaf || leaf.closed) throw new Error('no leaf is open')
    const outcome = this.outcome(fragment)
    if (outcome === 'taken')
      leaf.fragments.push({ ...fragment, plaintext: Uint8Array.from(fragment.plaintext) })
    this.changed()
    return outcome
  }

  closeLeaf(camera: CameraId): Promise<void> {
    this.#close(camera)
    return this.failClose ? Promise.reject(this.failClose) : Promise.resolve()
  }

  gap(gap: GapRow): void {
    this.gaps.push(gap)
    this.changed()
  }

  flush(): Promise<void> {
    this.flushes++
    return Promise.resolve()
  }

  /** Fragments of a camera, of all leaves, in order. */
  fragments(camera?: CameraId): FragmentInput[] {
    return this.leaves.filter((leaf) => !camera || leaf.camera === camera).flatMap((leaf) => leaf.fragments)
  }

  frames(camera?: CameraId): number {
    return this.fragments(camera).reduce((sum, fragment) => sum + fragment.frames, 0)
  }

  /** The gap rows as a store would keep them: the newest of each camera and begin. */
  gapRows(): GapRow[] {
    const rows = new Map<string, GapRow>()
    for (const gap of this.gaps) rows.set(`${gap.camera} ${gap.from}`, gap)
    return [...rows.values()]
  }

  #close(camera: CameraId): void {
    for (const leaf of this.leaves) if (leaf.camera === camera) leaf.closed = true
  }
}
