import { join } from 'node:path'

const perFolder = 1_000

export const diskFile = 'disk.json'
export const indexFile = 'index.sqlite'

/** `slots/NNNN`, for slots NNNN000 to NNNN999 */
export function slotFolder(store: string, slot: number): string {
  return join(store, 'slots', String(Math.floor(slot / perFolder)).padStart(4, '0'))
}

export function slotFile(store: string, slot: number): string {
  return join(slotFolder(store, slot), `${String(slot).padStart(8, '0')}.slot`)
}
