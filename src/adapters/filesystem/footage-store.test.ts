import { storeContract } from '../../footage/store.contract.ts'
import { folderWorld } from './footage-world.ts'

storeContract('folder and SQLite', (shape) => folderWorld(shape))
