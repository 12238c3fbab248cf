import { fileURLToPath } from 'node:url'
import { runServer } from '../../src/main/server-process.ts'
import { systemClock } from '../../src/main/system-clock.ts'

/** The server as `npm start` runs it, but for the size of the sample's store. */
await runServer({
  clock: systemClock,
  sampleSlots: 24,
  everyMs: 10_000,
  webFolder: fileURLToPath(new URL('../../web/dist', import.meta.url)),
})
