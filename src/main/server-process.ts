import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../domain/clock.ts'
import { createApp } from '../http/app.ts'
import { dataFolder } from './data-folder.ts'
import { whenAskedToEnd } from './ending.ts'
import { HttpsListener } from './https-listener.ts'
import { ServerHost } from './server-host.ts'
import type { ServerArguments, ServerMessage, SupervisorMessage } from './supervisor.ts'
import { systemClock } from './system-clock.ts'
import { programVersion } from './version.ts'

export type ServerOptions = {
  readonly clock: Clock
  /** slots of the sample municipality's store, 64 MiB each */
  readonly sampleSlots: number
  /** milliseconds between two rounds of what falls due by itself */
  readonly everyMs: number
  /** the built browser app; null serves the interface alone */
  readonly webFolder: string | null
}

const productionOptions: ServerOptions = {
  clock: systemClock,
  sampleSlots: 64,
  everyMs: 10_000,
  webFolder: fileURLToPath(new URL('../../web/dist', import.meta.url)),
}

function report(error: unknown, what: string): void {
  console.error(`${what}:`, error)
}

/** The server process: records, ledger, vault, acts, HTTP. Ends on SIGTERM or when its supervisor goes. */
export async function runServer(options: ServerOptions): Promise<void> {
  const { data, port, socket } = JSON.parse(process.argv[2] ?? '{}') as ServerArguments
  const tell = (message: ServerMessage): void => {
    process.send?.(message)
  }
  const folder = dataFolder(data)
  const https = new HttpsListener()
  const host = new ServerHost({
    ...options,
    folder,
    socket,
    onFault: report,
    onSample: (cameras) => tell({ type: 'sample', cameras }),
    onRunning: async (config) => {
      try {
        const opened = await https.open(config, folder.https, (request, response) =>
          app.routing(request, response),
        )
        if (opened !== null) console.log(`https://${config.https?.host || config.https?.address}:${opened}`)
      } catch (error) {
        // this machine is served all the same
        report(error, 'HTTPS')
      }
    },
  })
  const app = await createApp({
    host,
    webFolder: options.webFolder,
    version: programVersion,
    onFault: report,
  })
  whenAskedToEnd(async () => {
    https.close()
    await app.close()
    await host.close()
  })
  process.on('message', (message: SupervisorMessage) => {
    if (message.type === 'virtual-cameras') host.virtualCamerasAt(message.port)
  })
  await host.open()
  await app.listen({ host: '127.0.0.1', port })
  tell({ type: 'listening', port: (app.server.address() as AddressInfo).port })
}

if (import.meta.main) await runServer(productionOptions)
