import type { RecorderFaultCode } from '../fault.ts'
import { FrameBuilder } from '../frame-builder.ts'
import { FrameClock } from '../frame-clock.ts'
import type { FrameLoss } from '../frame-loss.ts'
import type { ActiveSets } from '../h264/parameter-sets.ts'
import { MediaClock } from '../media-clock.ts'
import { H264Depacketiser } from '../rtp/h264-depacketiser.ts'
import { RtpReceiver } from '../rtp/receiver.ts'
import type { ClosedFragment } from '../sample-run.ts'
import { ManualTime } from './manual-time.ts'

export type BuiltFragment = Omit<ClosedFragment, 'bytes' | 'samples' | 'dataStart' | 'dataEnd'> & {
  /** NAL units of each frame */
  readonly frames: readonly (readonly Buffer[])[]
  readonly durations: readonly number[]
  readonly bytes: number
}

/** RTP packets in, fragments out, with time by hand. */
export class BuilderBench {
  readonly time = new ManualTime()
  readonly fragments: BuiltFragment[] = []
  readonly losses: FrameLoss[] = []
  readonly notices: { readonly code: RecorderFaultCode; readonly what: string }[] = []
  /** what the builder hears of each fragment */
  keep: () => boolean = () => true
  readonly builder: FrameBuilder
  readonly rtp: RtpReceiver

  constructor(parameterSets: readonly Buffer[] = []) {
    const notice = (code: RecorderFaultCode, what: string): void => {
      this.notices.push({ code, what })
    }
    this.builder = new FrameBuilder({
      clock: new FrameClock(this.time),
      media: new MediaClock(),
      fragment: 1_000,
      leaf: 10_000,
      silence: 5_000,
      closed: (fragment) => {
        this.fragments.push(copyOf(fragment))
        return this.keep()
      },
      lost: (loss) => this.losses.push(loss),
      notice,
    })
    this.rtp = new RtpReceiver(new H264Depacketiser(this.builder, notice), notice)
    this.restart(parameterSets)
  }

  restart(parameterSets: readonly Buffer[]): void {
    this.rtp.restart(96)
    this.builder.restart(parameterSets)
  }

  /** Packets that arrive at once, after so many milliseconds. */
  take(packets: readonly Buffer[], after = 40): void {
    this.time.advance(after)
    for (const packet of packets) this.rtp.take(packet, 0, packet.length)
  }

  /** Frames of all fragments so far. */
  get frames(): (readonly Buffer[])[] {
    return this.fragments.flatMap((fragment) => fragment.frames)
  }

  get codes(): RecorderFaultCode[] {
    return this.notices.map(({ code }) => code)
  }

  get keys(): (ActiveSets | undefined)[] {
    return this.fragments.map(({ key }) => key)
  }
}

function copyOf(fragment: ClosedFragment): BuiltFragment {
  const { bytes, samples, dataStart, dataEnd, ...rest } = fragment
  const frames: Buffer[][] = []
  let at = dataStart
  for (let i = 0; i < samples.count; i++) {
    const end = at + (samples.sizes[i] ?? 0)
    const nals: Buffer[] = []
    while (at < end) {
      const length = bytes.readUInt32BE(at)
      nals.push(Buffer.from(bytes.subarray(at + 4, at + 4 + length)))
      at += 4 + length
    }
    if (at !== end) throw new Error(`NAL units end at ${at}, the frame at ${end}`)
    frames.push(nals)
  }
  if (at !== dataEnd) throw new Error(`frames end at ${at}, the data at ${dataEnd}`)
  return {
    ...rest,
    frames,
    durations: [...samples.durations.subarray(0, samples.count)],
    bytes: dataEnd - dataStart,
  }
}
