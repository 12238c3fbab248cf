import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type DataFolder, dataFolder } from '../../src/main/data-folder.ts'
import { Supervisor } from '../../src/main/supervisor.ts'
import type { Answer as CameraAnswer, SentRow } from '../virtual-camera/messages.ts'

const entry = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The product under the demo: its real processes on a data folder of their own, with a clock that can be moved. */
export class World {
  readonly folder: DataFolder
  readonly anchor: string
  /** for copies that the demo makes; the product never writes there */
  readonly aside: string
  readonly #supervisor: Supervisor
  #ahead = 0
  #base = ''
  #asked = 0

  /** @param place an empty folder */
  constructor(place: string) {
    const data = join(place, 'data')
    this.aside = join(place, 'aside')
    const temporary = join(place, 'tmp')
    for (const folder of [data, this.aside, temporary]) mkdirSync(folder, { recursive: true, mode: 0o700 })
    // everything the product writes for a while lies where the search for plaintext looks
    process.env['TMPDIR'] = temporary
    this.folder = dataFolder(data)
    this.anchor = `${data}-anchor`
    this.#supervisor = new Supervisor({
      data,
      port: 0,
      entries: {
        recorder: entry('recorder-process.ts'),
        server: entry('server-process.ts'),
        virtualCameras: entry('../virtual-camera/main.ts'),
      },
      log: (line) => console.error(line),
    })
  }

  get base(): string {
    return this.#base
  }

  /** folders the product writes to */
  get written(): readonly string[] {
    return [this.folder.root, this.anchor, process.env['TMPDIR'] as string]
  }

  now(): number {
    return Date.now() + this.#ahead
  }

  async start(): Promise<void> {
    this.#base = `http://127.0.0.1:${await this.#supervisor.start()}`
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop()
  }

  recorderPid(): number | undefined {
    return this.#supervisor.child('recorder')?.pid
  }

  moveClock(by: number): void {
    this.#ahead += by
    // processes that are started again begin where the others are
    process.env['TSUJIBAN_DEMO_AHEAD'] = String(this.#ahead)
    for (const name of ['recorder', 'server'] as const) {
      this.#supervisor.child(name)?.send({ type: 'move-clock', by })
    }
  }

  /** Frames that a virtual camera has sent since it started. */
  async sent(camera: string): Promise<readonly SentRow[]> {
    const child = this.#supervisor.child('virtualCameras') as ChildProcess
    const id = ++this.#asked
    const answered = new Promise<CameraAnswer>((resolve) => {
      const listen = (answer: CameraAnswer): void => {
        if (answer.id !== id) return
        child.off('message', listen)
        resolve(answer)
      }
      child.on('message', listen)
    })
    child.send({ id, camera, ask: 'sent' })
    const answer = await answered
    if (!answer.ok) throw new Error(answer.error)
    return answer.value as readonly SentRow[]
  }

  /** `npm run -s tsujiban` as a process. */
  async cli(
    ...args: readonly string[]
  ): Promise<{ readonly exit: number; readonly json: Record<string, unknown> }> {
    const { exit, out } = await run(process.execPath, [join(root, 'src/main/cli.ts'), ...args, '--json'], {
      TSUJIBAN_DATA: this.folder.root,
    })
    return { exit, json: JSON.parse(out.toString('utf8')) as Record<string, unknown> }
  }
}

/** Runs a program to its end; standard error passes through. */
export async function run(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input: Uint8Array = new Uint8Array(0),
): Promise<{ readonly exit: number; readonly out: Buffer }> {
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  child.stdin.end(input)
  const [exit] = (await once(child, 'close')) as [number]
  return { exit, out: Buffer.concat(parts) }
}

/** Asks again until there is an answer; the bound is there for a product that never gives one. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`)
    await delay(200)
  }
}

export function clearFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
