import type { Client } from '../../tools/demo/client.ts'

/** Enters over HTTP, as a clerk does on the guideline page, that every duty and judgment of the instrument is done today. */
export async function putInOrder(client: Client): Promise<void> {
  const { articles } = await client.ask('GET /api/guideline', { query: { lang: 'ja' } })
  const { now } = await client.ask('GET /api/state')
  const doneOn = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(now)
  const duties = new Map(articles.flatMap((article) => article.duties.map((duty) => [duty.id, duty])))
  for (const { id, items } of duties.values())
    await client.ask('POST /api/guideline/evidence', {
      body: { duty: id, camera: null, doneOn, items: items.map((item) => item.id), note: '見本' },
    })
}
