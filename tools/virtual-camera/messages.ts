import { ClipFault } from './clip.ts'
import { type CameraCommand, CommandFault, parseCommand, record } from './commands.ts'
import type { NotSentFrame } from './sent-log.ts'
import type { VirtualCameras } from './server.ts'

/** What the parent process may send over the IPC channel; every message is answered with its `id`. */
export type Message = { readonly id: number; readonly camera: string } & (
  | { readonly command: CameraCommand }
  | { readonly ask: 'sent' | 'not-sent'; readonly from?: number }
  | { readonly ask: 'viewers' }
)

/** A sent frame as it crosses the channel. */
export type SentRow = {
  readonly counter: number
  readonly wall: number
  readonly keyFrame: boolean
  readonly bytes: number
  /** hexadecimal */
  readonly probe: string
}

export type Answer =
  | {
      readonly id: number
      readonly ok: true
      readonly value: null | number | readonly SentRow[] | readonly NotSentFrame[]
    }
  | { readonly id: number; readonly ok: false; readonly error: string }

/** Carries out what another process asked for; a message that makes no sense is answered, not thrown. */
export function answer(cameras: VirtualCameras, message: unknown): Answer {
  let id = -1
  try {
    const fields = record(message)
    if (typeof fields['id'] !== 'number') throw new CommandFault('id must be a number')
    id = fields['id']
    const path = String(fields['camera'])
    if (cameras.urls[path] === undefined) throw new CommandFault(`no camera ${path}`)
    const camera = cameras.camera(path)
    const from = typeof fields['from'] === 'number' ? fields['from'] : 0
    switch (fields['ask']) {
      case undefined:
        camera.command(parseCommand(fields['command']))
        return { id, ok: true, value: null }
      case 'sent':
        return { id, ok: true, value: camera.sent(from).map(rowOf) }
      case 'not-sent':
        return { id, ok: true, value: camera.notSent(from) }
      case 'viewers':
        return { id, ok: true, value: camera.viewers() }
      default:
        throw new CommandFault(`cannot be asked for ${JSON.stringify(fields['ask'])}`)
    }
  } catch (fault) {
    if (fault instanceof CommandFault || fault instanceof ClipFault)
      return { id, ok: false, error: fault.message }
    throw fault
  }
}

function rowOf(frame: { readonly probe: Uint8Array } & Omit<SentRow, 'probe'>): SentRow {
  return { ...frame, probe: Buffer.from(frame.probe).toString('hex') }
}
