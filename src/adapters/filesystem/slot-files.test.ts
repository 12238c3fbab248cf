import { slotFilesContract } from '../../footage/slot-files.contract.ts'
import { folderWorld } from './footage-world.ts'

slotFilesContract('direct', (shape) => folderWorld(shape))
slotFilesContract('through the page cache, zeros written', (shape) =>
  folderWorld(shape, { direct: false, fallocate: false }),
)
