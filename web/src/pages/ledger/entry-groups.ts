import type { EntryKind } from '../../../../src/ledger/entry-kinds.ts'
import type { IconName } from '../../ui/icon.tsx'

export const entryGroups = ['requests', 'footage', 'erasure', 'cameras', 'people', 'system'] as const
export type EntryGroup = (typeof entryGroups)[number]

/** Every kind of entry with the group it is filtered by and its icon; a kind that is missing does not compile. */
export const entryLooks: Readonly<Record<EntryKind, readonly [group: EntryGroup, icon: IconName]>> = {
  'store-created': ['system', 'info'],
  'pack-loaded': ['system', 'book'],
  'program-started': ['system', 'info'],
  'configuration-changed': ['system', 'info'],
  'day-closed': ['system', 'clock'],
  'clock-untrusted': ['system', 'warning'],
  'clock-confirmed': ['system', 'clock'],
  'ledger-read': ['system', 'book'],
  'role-appointed': ['people', 'people'],
  'person-enrolled': ['people', 'people'],
  'role-key-made': ['people', 'key'],
  'role-key-handed': ['people', 'key'],
  'role-key-recovered': ['people', 'key'],
  'recovery-kit-made': ['people', 'print'],
  'signed-in': ['people', 'people'],
  'sign-in-failed': ['people', 'warning'],
  'camera-registered': ['cameras', 'camera'],
  'camera-changed': ['cameras', 'camera'],
  'recording-started': ['cameras', 'record'],
  'recording-stopped': ['cameras', 'pause'],
  'gap-reported': ['cameras', 'warning'],
  'duty-done': ['cameras', 'check'],
  refused: ['requests', 'error'],
  'application-entered': ['requests', 'file'],
  decided: ['requests', 'check'],
  instructed: ['footage', 'unlock'],
  'hold-placed': ['footage', 'lock'],
  released: ['footage', 'key'],
  viewed: ['footage', 'play'],
  exported: ['footage', 'download'],
  'erasure-intended': ['erasure', 'erase'],
  'erasure-completed': ['erasure', 'erase'],
  overwritten: ['erasure', 'erase'],
}

export function lookOf(kind: string): readonly [group: EntryGroup, icon: IconName] {
  return Object.hasOwn(entryLooks, kind) ? entryLooks[kind as EntryKind] : ['system', 'info']
}
