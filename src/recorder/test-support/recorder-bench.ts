import type { CameraId } from '../../domain/ids.ts'
import type { RecorderFault } from '../fault.ts'
import type { CameraSource, CameraStatus } from '../ports.ts'
import { type Recorder, type RecorderOptions, startRecorder } from '../recorder.ts'
import { sei, slice } from './h264-samples.ts'
import { ManualTime } from './manual-time.ts'
import { MemorySink } from './memory-sink.ts'
import { Packetiser } from './rtp-samples.ts'
import { ScriptedCamera, settled } from './scripted-camera.ts'
import { roleKey, TestVault } from './test-vault.ts'

export const gate: CameraSource = {
  camera: 'gate' as CameraId,
  url: 'rtsp://camera.test/live',
  label: 'front gate',
}

/** A recorder with one scripted camera, everything in memory, time by hand. */
export class RecorderBench {
  readonly time: ManualTime
  readonly camera = new ScriptedCamera()
  readonly sink = new MemorySink()
  readonly vault = new TestVault()
  readonly faults: RecorderFault[] = []
  readonly states: CameraStatus[] = []
  rtp = new Packetiser()
  /** number of the next frame; key frames are those whose number is a multiple of `gop` */
  frame = 0
  gop = 25
  recorder!: Recorder

  constructor(wall?: string) {
    this.time = new ManualTime(wall)
  }

  async start(options: Partial<RecorderOptions> = {}): Promise<this> {
    this.recorder = startRecorder({
      cameras: [gate],
      sink: this.sink,
      keeper: this.vault,
      prepareEpoch: this.vault.prepareEpoch,
      roleKey,
      clock: this.time,
      timers: this.time,
      connector: this.camera,
      timeZone: 'Asia/Tokyo',
      random: () => 0.5,
      onFault: (fault) => this.faults.push(fault),
      onStatus: (status) => this.states.push(status),
      ...options,
    })
    await settled()
    return this
  }

  /** Seconds of frames, 25 a second, in step with the clock. */
  async play(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 25; i++) {
      this.time.advance(40)
      this.send()
      if (i % 25 === 24) await settled()
    }
    await settled()
  }

  /** The next frame: its number in an SEI, then a slice. */
  send(): void {
    const key = this.frame % this.gop === 0
    const mark = sei(Buffer.from(`frame ${this.frame}`))
    const unit = this.rtp.unit(this.frame * 3600, [mark, slice({ idr: key, seed: this.frame, bytes: 60 })])
    this.frame++
    this.camera.current.packets(unit)
  }

  /** Time without frames. */
  async wait(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 4; i++) {
      this.time.advance(250)
      if (i % 4 === 3) await settled()
    }
    await settled()
  }

  /** Lets time pass until a new connection plays. */
  async reconnected(): Promise<void> {
    const before = this.camera.current
    for (let i = 0; i < 400; i++) {
      const { current } = this.camera
      if (current !== before && !current.released && current.last('PLAY')) return
      this.time.advance(250)
      await settled()
    }
    throw new Error('no new session')
  }

  get status(): CameraStatus {
    const [status] = this.recorder.status()
    if (!status) throw new Error('no camera')
    return status
  }

  get codes(): string[] {
    return this.faults.map(({ code }) => code)
  }
}
