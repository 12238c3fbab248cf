import { FootageFault } from '../footage/fault.ts'
import type { FootageStore } from '../footage/ports.ts'

async function closed(): Promise<never> {
  throw new FootageFault('closed', 'there is no footage before the setup is done')
}

/** Stands where footage will be while an installation is being set up. */
export const noFootage: FootageStore = {
  leavesBetween: closed,
  leafRow: closed,
  readLeaf: closed,
  coverage: closed,
  gaps: closed,
  capacity: closed,
  hold: closed,
  openEpochs: closed,
  recycleEpochs: closed,
  recycleHolds: closed,
  overwritten: closed,
  acknowledgeOverwritten: closed,
}
