import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeHttps, readHttps } from './https.ts'

function fetchOver(port: number, servername: string, ca: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, servername, ca, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }).on('error', reject)
  })
}

test('a browser that trusts the authority reaches the host it was made for, and no other name passes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsujiban-https-'))
  await makeHttps(folder, {
    host: 'tsujiban.test',
    address: '127.0.0.1',
    municipality: '見本市',
    now: Date.now(),
  })
  const { key, cert, authority } = await readHttps(folder)
  const server = createServer({ key, cert }, (_request, response) => response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    expect(await fetchOver(port, 'tsujiban.test', authority)).toBe(200)
    await expect(fetchOver(port, 'other.test', authority)).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  } finally {
    server.close()
    rmSync(folder, { recursive: true })
  }
})
