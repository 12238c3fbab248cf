import { fsckContract } from '../../footage/fsck.contract.ts'
import { holdContract } from '../../footage/hold.contract.ts'
import { recoveryContract } from '../../footage/recovery.contract.ts'
import { storeContract } from '../../footage/store.contract.ts'
import { folderWorld } from './footage-world.ts'

const name = 'folder and SQLite'
storeContract(name, (shape) => folderWorld(shape))
recoveryContract(name, (shape) => folderWorld(shape))
holdContract(name, (shape) => folderWorld(shape))
fsckContract(name, (shape) => folderWorld(shape))
