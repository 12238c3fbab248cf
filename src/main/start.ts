import { fileURLToPath } from 'node:url'
import { storeIsOwned } from '../adapters/sqlite/footage-index-lock.ts'
import { dataRoot, makeRoot } from './data-folder.ts'
import { whenAskedToEnd } from './ending.ts'
import { portFrom, portIsFree } from './port.ts'
import { Supervisor } from './supervisor.ts'
import { ensureWebBuilt } from './web-build.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const wanted = portFrom(process.env)
if (wanted === null) {
  console.error(`PORT に 0 から 65535 までの番号を指定してください: ${process.env['PORT']}`)
  console.error(`PORT has to be a number from 0 to 65535: ${process.env['PORT']}`)
  process.exit(2)
}
// nothing of an installation is for other users of the machine
process.umask(0o077)
const data = dataRoot(process.env)
makeRoot(data)
if (storeIsOwned(data)) {
  console.error(`${data} は、動いている別の辻番が使っています。先にそちらを終わらせてください。`)
  console.error(`${data} is in use by another Tsujiban; stop that one first.`)
  process.exit(1)
}
if (!(await portIsFree(wanted))) {
  console.error(`${wanted} 番のポートは使えません。PORT で別の番号を指定してください。`)
  console.error(`port ${wanted} cannot be had; choose another with PORT.`)
  process.exit(1)
}
await ensureWebBuilt()
const supervisor = new Supervisor({
  data,
  port: wanted,
  entries: {
    recorder: path('recorder-process.ts'),
    server: path('server-process.ts'),
    virtualCameras: path('../../tools/virtual-camera/main.ts'),
  },
  log: (line) => console.error(line),
})
whenAskedToEnd(() => supervisor.stop())
const port = await supervisor.start()
console.log(`辻番 Tsujiban  http://127.0.0.1:${port}`)
console.log(`データ: ${data}`)
