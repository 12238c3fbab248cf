import type { EpochId, HoldId, Instant, LocalDay, RoleKeyId } from '../../domain/ids.ts'
import type { FootageStore, HeldLeaf, LeafRef, RecycleResult } from '../../footage/ports.ts'
import type { CameraSource, CameraStatus, PreparedEpoch } from '../../recorder/ports.ts'
import type { Peer } from './peer.ts'

/** What the server tells the recorder when it connects and when cameras change. */
export type RecorderConfig = {
  readonly storeFolder: string
  readonly timeZone: string
  readonly roleKey: { readonly id: RoleKeyId; readonly publicKey: Uint8Array<ArrayBuffer> }
  readonly cameras: readonly CameraSource[]
}

export type Overwritten = Awaited<ReturnType<FootageStore['overwritten']>>

/** Server to recorder: parameters and answers by method. */
export type RecorderCalls = {
  configure: [RecorderConfig, null]
  status: [null, readonly CameraStatus[]]
  openEpochs: [null, readonly EpochId[]]
  hold: [{ hold: HoldId; endsOn: LocalDay; leaves: readonly LeafRef[] }, readonly HeldLeaf[]]
  recycleEpochs: [{ epochs: readonly EpochId[]; at: Instant }, RecycleResult]
  recycleHolds: [{ holds: readonly HoldId[]; at: Instant }, RecycleResult]
  overwritten: [null, Overwritten]
  acknowledgeOverwritten: [readonly number[], null]
}

/** Recorder to server. */
export type ServerCalls = {
  storeEpoch: [PreparedEpoch, null]
  epochBegan: [{ epoch: EpochId; at: Instant; day: LocalDay }, null]
  /** the store has run out of free slots */
  storeFull: [null, null]
}

type Calls = Record<string, [unknown, unknown]>

/** A call of `C` over the link, typed on both sides by the tables above. */
export function callOver<C extends Calls>(peer: Peer) {
  return <K extends keyof C & string>(method: K, params: C[K][0]): Promise<C[K][1]> =>
    peer.call(method, params)
}

export type HandlersOf<C extends Calls> = { readonly [K in keyof C]: (params: C[K][0]) => Promise<C[K][1]> }
