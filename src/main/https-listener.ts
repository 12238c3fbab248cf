import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Config } from './data-folder.ts'
import { readHttps } from './https.ts'

/** The same pages for other PCs, over HTTPS, on the address that the clerk confirmed. */
export class HttpsListener {
  #server: Server | null = null

  /** Listens if the configuration asks for it.
   * @returns the port, or null when this machine alone is served
   * @throws an error of the operating system when address or port cannot be had */
  async open(config: Config, folder: string, handler: RequestListener): Promise<number | null> {
    if (config.https === null) return null
    const { key, cert } = await readHttps(folder)
    const server = createServer({ key, cert, minVersion: 'TLSv1.2' }, handler)
    server.listen(config.https.port, config.https.address === '' ? undefined : config.https.address)
    await once(server, 'listening')
    this.#server = server
    return (server.address() as AddressInfo).port
  }

  close(): void {
    this.#server?.close()
    this.#server?.closeAllConnections()
    this.#server = null
  }
}
