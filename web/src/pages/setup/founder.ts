import type { Answer } from '../../api.ts'

type Offer = Answer<'GET /api/setup'>

/** The role of whoever sets up under the instrument that is chosen. */
export function founderOf({ packs }: Offer, { pack }: Offer['draft']): { role: string; label: string } {
  const chosen = packs.find(({ id }) => id === pack)
  return chosen?.founder ?? { role: 'responsibleManager', label: '' }
}
