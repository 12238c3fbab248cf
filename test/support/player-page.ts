/** Runs in Chromium (`play-in-chromium.ts` serves it): plays footage with the browser app's own opening and playback. */
import type { OpenedLeaf } from '../../src/vault/clip-key.ts'
import { openLeafBytes } from '../../web/src/playback/open-leaf.ts'
import { type LeafSource, Player, type PlayerLeaf } from '../../web/src/playback/player.ts'

export type Playback = {
  /** `getVideoPlaybackQuality()` at the end */
  readonly frames: number
  readonly dropped: number
  readonly corrupted: number
  readonly ended: boolean
  /** `640x360`, in the order in which they were seen */
  readonly sizes: readonly string[]
  /** what the player had to say when it gave up */
  readonly problem: string | null
}

export type PageLeaf = PlayerLeaf & {
  readonly camera: string
  /** hexadecimal */
  readonly key: string
  readonly commitment: string
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** Plays leaves of one camera; each leaf's sealed records are fetched from `/leaf/INDEX`.
 * @param rate 1 is real time */
async function playLeaves(leaves: readonly PageLeaf[], rate: number): Promise<Playback> {
  const source: LeafSource = {
    async load(index, onFragment, signal) {
      const leaf = leaves[index]
      if (leaf === undefined) throw new Error(`no leaf ${index}`)
      const key = {
        camera: leaf.camera,
        epoch: leaf.epoch,
        leaf: leaf.leaf,
        key: bytesOf(leaf.key),
        commitment: bytesOf(leaf.commitment),
      } as OpenedLeaf
      const answer = await fetch(`/leaf/${index}`, { signal })
      const { fragments } = await openLeafBytes(key, new Uint8Array(await answer.arrayBuffer()))
      for (const fragment of fragments) onFragment(fragment)
    },
  }
  const video = newVideo()
  const sizes = sizesSeen(video)
  return new Promise((resolve) => {
    const player = new Player(video, leaves, source, leaves[0]?.from ?? 0, ({ ended, problem }) => {
      if (!ended && problem === null) return
      resolve({ ...quality(video), ended, sizes, problem: problem?.message ?? null })
      player.close()
    })
    player.setRate(rate)
    void player.play()
  })
}

/** Plays a file as it is. */
async function playFile(url: string, rate: number): Promise<Playback> {
  const video = newVideo()
  const sizes = sizesSeen(video)
  const end = new Promise<Playback>((resolve) => {
    const done = (problem: string | null) => (): void =>
      resolve({ ...quality(video), ended: problem === null, sizes, problem })
    video.addEventListener('ended', done(null))
    video.addEventListener('error', () => done(video.error?.message ?? 'failed')())
  })
  video.src = url
  video.defaultPlaybackRate = rate
  video.playbackRate = rate
  await video.play()
  return end
}

function newVideo(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  document.body.replaceChildren(video)
  return video
}

function sizesSeen(video: HTMLVideoElement): readonly string[] {
  const sizes: string[] = []
  video.addEventListener('resize', () => sizes.push(`${video.videoWidth}x${video.videoHeight}`))
  return sizes
}

function quality(video: HTMLVideoElement): Pick<Playback, 'frames' | 'dropped' | 'corrupted'> {
  const { totalVideoFrames, droppedVideoFrames, corruptedVideoFrames } =
    // part of the standard that Chromium keeps and the type library left out
    video.getVideoPlaybackQuality() as VideoPlaybackQuality & { readonly corruptedVideoFrames: number }
  return { frames: totalVideoFrames, dropped: droppedVideoFrames, corrupted: corruptedVideoFrames }
}

export type PlayerPage = { readonly playLeaves: typeof playLeaves; readonly playFile: typeof playFile }
Object.assign(globalThis, { playerPage: { playLeaves, playFile } satisfies PlayerPage })
