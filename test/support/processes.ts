import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type DataFolder, dataFolder } from '../../src/main/data-folder.ts'
import { type Entries, Supervisor } from '../../src/main/supervisor.ts'
import type { Answer, SentRow } from '../../tools/virtual-camera/messages.ts'

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url))

/** The product's processes on a data folder of their own, with a small store for the sample; ended by their own handles. */
export class Processes {
  readonly folder: DataFolder
  readonly log: string[] = []
  readonly #place: string
  readonly #supervisor: Supervisor
  #asked = 0

  constructor() {
    this.#place = mkdtempSync(join(tmpdir(), 'tsujiban-processes-'))
    this.folder = dataFolder(join(this.#place, 'data'))
    mkdirSync(this.folder.root, { mode: 0o700 })
    this.#supervisor = new Supervisor({
      data: this.folder.root,
      port: 0,
      entries: {
        recorder: path('tools/demo/recorder-process.ts'),
        server: path('tools/demo/server-process.ts'),
        virtualCameras: path('tools/virtual-camera/main.ts'),
      },
      log: (line) => this.log.push(line),
    })
  }

  /** @returns the server's address */
  async start(): Promise<string> {
    return `http://127.0.0.1:${await this.#supervisor.start()}`
  }

  stop(): Promise<void> {
    return this.#supervisor.stop()
  }

  clear(): void {
    rmSync(this.#place, { recursive: true, force: true })
  }

  child(name: keyof Entries): ChildProcess | undefined {
    return this.#supervisor.child(name)
  }

  /** Frames that a virtual camera of the sample has sent since it started. */
  async sent(camera: string): Promise<readonly SentRow[]> {
    const child = this.child('virtualCameras')
    if (child === undefined) throw new Error('there are no virtual cameras')
    const id = ++this.#asked
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const listen = (answer: Answer): void => {
      if (answer.id === id) resolve(answer)
    }
    child.on('message', listen)
    child.send({ id, camera, ask: 'sent' })
    const answer = await promise
    child.off('message', listen)
    if (!answer.ok) throw new Error(answer.error)
    return answer.value as readonly SentRow[]
  }
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
