import { type ComponentType, lazy } from 'react'

/** A part of the app could not be fetched: the server has a newer build than the page, or does not answer. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing'
}

/** A page whose code is fetched when it is first shown.
 * @throws PartMissing while it renders */
export function later(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => {
    try {
      return { default: await load() }
    } catch (cause) {
      throw new PartMissing('a part of the app could not be fetched', { cause })
    }
  })
}
