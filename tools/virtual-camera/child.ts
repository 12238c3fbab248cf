import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CameraCommand } from './commands.ts'
import type { Answer, Message, SentRow } from './messages.ts'
import type { NotSentFrame, SentFrame } from './sent-log.ts'
import type { VirtualCamerasConfig } from './server.ts'

export interface ChildCameraHandle {
  /** resolves when the camera has been told */
  command(command: CameraCommand): Promise<void>
  sent(from?: number): Promise<readonly SentFrame[]>
  notSent(from?: number): Promise<readonly NotSentFrame[]>
  viewers(): Promise<number>
}

export type ChildCameras = {
  readonly pid: number
  readonly port: number
  readonly urls: Readonly<Record<string, string>>
  readonly camera: (path: string) => ChildCameraHandle
  /** resolves with the exit code when the process has ended */
  readonly close: () => Promise<number | null>
}

/** `startVirtualCameras` in a process of its own, so that its work does not count as the caller's. */
export async function spawnVirtualCameras(config: VirtualCamerasConfig): Promise<ChildCameras> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), JSON.stringify(config)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit') as Promise<[number | null]>
  const ready = once(createInterface({ input: child.stdout! }), 'line') as Promise<[string]>
  const failed = ended.then(([code]): never => {
    throw new Error(`the virtual cameras ended with ${code} before they listened`)
  })
  const [line] = await Promise.race([ready, failed])
  const { port, urls } = JSON.parse(line) as Pick<ChildCameras, 'port' | 'urls'>
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()
  child.on('message', (message) => {
    const given = message as Answer
    waiting.get(given.id)?.resolve(given)
    waiting.delete(given.id)
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the virtual cameras have ended'))
    waiting.clear()
  })

  let last = 0
  const ask = async (message: DistributiveOmit<Message, 'id'>) => {
    const id = ++last
    const given = await new Promise<Answer>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      child.send({ id, ...message }, (error) => {
        if (error !== null) reject(error)
      })
    })
    if (!given.ok) throw new Error(given.error)
    return given.value
  }

  return {
    pid: child.pid ?? 0,
    port,
    urls,
    camera: (camera) => ({
      command: async (command) => void (await ask({ camera, command })),
      sent: async (from = 0) =>
        ((await ask({ camera, ask: 'sent', from })) as readonly SentRow[]).map(frameOf),
      notSent: async (from = 0) => (await ask({ camera, ask: 'not-sent', from })) as readonly NotSentFrame[],
      viewers: async () => (await ask({ camera, ask: 'viewers' })) as number,
    }),
    async close() {
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
  }
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never

function frameOf(row: SentRow): SentFrame {
  return { ...row, probe: new Uint8Array(Buffer.from(row.probe, 'hex')) }
}
