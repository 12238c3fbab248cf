import { cameraRow } from '../domain/casework/cameras.ts'
import type { Context, PersonActor } from './context.ts'

export type LedgerLine = {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly actor: string
  readonly role: string
  readonly clauses: string[]
  readonly caseNumber: string | null
  readonly camera: string | null
  readonly body: Record<string, unknown>
}

/** Reading is entered once for this long, in milliseconds: a page that refreshes itself is one reading. */
const oneReading = 10 * 60_000

/** A page of the ledger, the newest first, with names instead of ids. Reading is an entry of its own. */
export async function readLedger(
  context: Context,
  actor: PersonActor,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly LedgerLine[]> {
  const before = page.before ?? context.records.size()
  const entries = context.records.entries(before, page.limit)
  const [people, cases, cameras] = await Promise.all([
    context.records.db.selectFrom('persons').select(['id', 'name']).execute(),
    context.records.db.selectFrom('cases').select(['id', 'number']).execute(),
    context.records.db.selectFrom('cameras').select(['id', 'row', 'place']).execute(),
  ])
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const numbers = new Map(cases.map(({ id, number }) => [id, number]))
  const labels = new Map(
    cameras.map(({ id, row, place }) => [id, `${cameraRow(context.pack, row, place).facility} ${place}`]),
  )
  await enterReading(context, actor, entries)
  return entries.map((entry) => ({
    seq: entry.seq,
    at: entry.at,
    kind: entry.kind,
    actor: entry.actor === 'system' ? '' : (names.get(entry.actor.person) ?? ''),
    role: entry.actor === 'system' ? 'system' : entry.actor.role,
    clauses: [...entry.refs.clauses],
    caseNumber: entry.refs.case === undefined ? null : (numbers.get(entry.refs.case) ?? null),
    camera: entry.refs.camera === undefined ? null : (labels.get(entry.refs.camera) ?? null),
    body: { ...entry.body },
  }))
}

async function enterReading(
  context: Context,
  actor: PersonActor,
  entries: ReturnType<Context['records']['entries']>,
): Promise<void> {
  const now = context.clock.now()
  const recent = context.records
    .entries(context.records.size(), 50)
    .some(
      ({ kind, at, actor: who }) =>
        kind === 'ledger-read' && who !== 'system' && who.person === actor.person && now - at < oneReading,
    )
  const [newest, oldest] = [entries[0], entries.at(-1)]
  if (recent || newest === undefined || oldest === undefined) return
  await context.records.transaction(async (tx) => {
    tx.enter({ kind: 'ledger-read', actor, body: { from: oldest.seq, to: newest.seq } })
  })
}
