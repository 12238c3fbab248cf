import type { z } from 'zod'
import type { Context } from '../acts/context.ts'
import type { ExportPlan } from '../acts/export-footage.ts'
import type { CameraId, RoleKeyId } from '../domain/ids.ts'
import type { CameraStatus } from '../recorder/ports.ts'
import type { capacitySum, setupDraft, setupOffer, setupRequest, state } from './contract.ts'

/** What the routes need of the process they run in. */
export interface Host {
  /** names under which other PCs reach this one, as the clerk confirmed them */
  hostNames(): readonly string[]
  state(): Promise<z.infer<typeof state>>
  /** null until the municipality is set up */
  installation(): Installation | null
  setupOffer(): Promise<z.infer<typeof setupOffer>>
  capacity(pack: string, cameras: number, kbps: number): Promise<z.infer<typeof capacitySum>>
  saveDraft(draft: z.infer<typeof setupDraft>): Promise<void>
  setUp(request: z.infer<typeof setupRequest>): Promise<void>
}

export interface Installation {
  readonly context: Context
  readonly sample: boolean
  readonly roleKey: { readonly id: RoleKeyId; readonly publicKey: Uint8Array }
  /** null while the recorder process does not answer */
  cameraStatus(): Promise<ReadonlyMap<CameraId, CameraStatus> | null>
  /** tells the recorder about cameras that changed */
  camerasChanged(): Promise<void>
  /** tells the background that there may be holds to copy */
  holdsChanged(): void
  /** one-time key of an export job; the job waits for the clip keys */
  openExportJob(plan: ExportPlan, person: string): Promise<Uint8Array>
  giveExportKeys(id: string, person: string, sealed: Uint8Array<ArrayBuffer>): Promise<void>
  /** the bundle as bytes, once
   * @throws ActFault `export-unknown` */
  exportBundle(
    id: string,
    person: string,
  ): { readonly caseNumber: string; readonly bytes: AsyncIterable<Uint8Array> }
  checkLedger(
    saved: string,
  ): Promise<{ ok: boolean; size: number; findings: { code: string; params: Record<string, string> }[] }>
  checkpoint(): { size: number; root: string; at: number; text: string } | null
}
