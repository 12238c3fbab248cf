import { cameraLabels } from '../acts/case-views.ts'
import type { ExportPlan } from '../acts/export-footage.ts'
import { ActFault } from '../acts/fault.ts'
import type { Instant } from '../domain/ids.ts'
import type { BundleFragment } from '../evidence/footage-writer.ts'
import { writeBundle } from '../evidence/write-bundle.ts'
import { LeafOpener } from '../footage/leaf-opener.ts'
import { recordsOf } from '../footage/record-stream.ts'
import type { OpenedLeaf } from '../vault/clip-key.ts'
import { openClipKeys } from '../vault/export-keys.ts'
import { VaultFault } from '../vault/fault.ts'
import { newOneTimeKey, type OneTimeKey } from '../vault/p256.ts'
import type { Config } from './data-folder.ts'
import type { OpenParts } from './installation.ts'

type Job = {
  readonly plan: ExportPlan
  readonly person: string
  readonly key: OneTimeKey
  leaves: readonly OpenedLeaf[] | null
}

/** A job that nobody fetches is forgotten after this long, in milliseconds. */
const kept = 15 * 60_000

/** Copies on their way to a recipient: keys and plaintext live in this memory alone, and only as long as a copy is being written. */
export class ExportJobs {
  readonly #parts: OpenParts
  readonly #config: Config
  readonly #jobs = new Map<string, Job>()

  constructor(parts: OpenParts, config: Config) {
    this.#parts = parts
    this.#config = config
  }

  /** @returns the job's one-time public key */
  async open(plan: ExportPlan, person: string): Promise<Uint8Array> {
    const key = await newOneTimeKey()
    this.#jobs.set(plan.id, { plan, person, key, leaves: null })
    setTimeout(() => this.#forget(plan.id), kept).unref()
    return key.publicKey
  }

  /** @throws ActFault `export-unknown`, `request-invalid`, `grants-incomplete`, `wrong-state` when the keys are there already */
  async giveKeys(id: string, person: string, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
    const job = this.#jobOf(id, person)
    const leaves = await openedKeys(job, id, sealed)
    const given = new Set(leaves.map(({ epoch, leaf }) => `${epoch}/${leaf}`))
    const complete = job.plan.leaves.every(({ epoch, leaf }) => given.has(`${epoch}/${leaf}`))
    if (!complete || job.leaves !== null) {
      wipeKeys(leaves)
      throw new ActFault(complete ? 'wrong-state' : 'grants-incomplete', { what: 'export' })
    }
    job.leaves = leaves
  }

  /** The bundle, once; its keys are wiped when it ends, however it ends. */
  bundle(
    id: string,
    person: string,
  ): { readonly caseNumber: string; readonly bytes: AsyncIterable<Uint8Array> } {
    const job = this.#jobOf(id, person)
    if (job.leaves === null) throw new ActFault('export-unknown')
    this.#jobs.delete(id)
    return { caseNumber: job.plan.caseNumber, bytes: this.#write(job, job.leaves) }
  }

  close(): void {
    for (const id of this.#jobs.keys()) this.#forget(id)
  }

  async *#write(job: Job, leaves: readonly OpenedLeaf[]): AsyncGenerator<Uint8Array> {
    const { plan } = job
    const { context, signer } = this.#parts
    const labels = await cameraLabels(context)
    const pipe = new TransformStream<Uint8Array, Uint8Array>()
    const writer = pipe.writable.getWriter()
    const written = writeBundle({
      plan: {
        issuer: this.#config.municipality,
        store: this.#config.store,
        export: plan.id,
        caseNumber: plan.caseNumber,
        ground: plan.ground,
        recipient: plan.recipient,
        medium: plan.medium,
        madeAt: context.clock.now(),
        timeZone: context.pack.timeZone,
        window: { from: plan.window.from as Instant, to: plan.window.to as Instant },
        cameras: plan.cameras.map((camera) => ({ camera, label: labels.get(camera) ?? '' })),
      },
      fragments: this.#fragments(plan, leaves),
      signer,
      evidence: context.records.prove(plan.entrySeq),
      sink: { write: (bytes) => writer.write(bytes.slice()) },
    }).then(
      () => writer.close(),
      (error: unknown) => writer.abort(error),
    )
    try {
      yield* pipe.readable
      await written
    } finally {
      wipeKeys(leaves)
    }
  }

  async *#fragments(plan: ExportPlan, leaves: readonly OpenedLeaf[]): AsyncGenerator<BundleFragment> {
    const keys = new Map(leaves.map((leaf) => [`${leaf.epoch}/${leaf.leaf}`, leaf]))
    for (const camera of plan.cameras) {
      for (const row of plan.leaves.filter((leaf) => leaf.camera === camera)) {
        const key = keys.get(`${row.epoch}/${row.leaf}`)
        if (key === undefined) throw new ActFault('grants-incomplete')
        const opener = new LeafOpener(key)
        for (const record of recordsOf(await this.#parts.context.footage.readLeaf(row))) {
          const plaintext = await opener.open(record)
          try {
            yield { header: record.header, plaintext }
          } finally {
            plaintext.fill(0)
          }
        }
      }
    }
  }

  #jobOf(id: string, person: string): Job {
    const job = this.#jobs.get(id)
    if (job === undefined || job.person !== person) throw new ActFault('export-unknown')
    return job
  }

  #forget(id: string): void {
    wipeKeys(this.#jobs.get(id)?.leaves ?? [])
    this.#jobs.delete(id)
  }
}

function wipeKeys(leaves: readonly OpenedLeaf[]): void {
  for (const { key } of leaves) key.fill(0)
}

/** @throws ActFault `request-invalid` for bytes that were not sealed to this job */
async function openedKeys(job: Job, id: string, sealed: Uint8Array): Promise<readonly OpenedLeaf[]> {
  try {
    return await openClipKeys(job.key.pair, id, sealed)
  } catch (error) {
    if (error instanceof VaultFault && error.code === 'seal-broken')
      throw new ActFault('request-invalid', { field: 'sealed' })
    throw error
  }
}
