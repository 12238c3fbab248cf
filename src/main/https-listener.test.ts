import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { HttpBench } from '../../test/support/http-bench.ts'
import type { Config } from './data-folder.ts'
import { makeHttps, readHttps } from './https.ts'
import { HttpsListener } from './https-listener.ts'

let bench: ActsBench
let http: HttpBench
let folder: string
const config = (port: number): Pick<Config, 'https'> => ({
  https: { host: 'tsujiban.test', address: '127.0.0.1', port },
})
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
  http = await HttpBench.open(bench)
  await http.app.ready()
  folder = mkdtempSync(join(tmpdir(), 'tsujiban-https-'))
  await makeHttps(folder, {
    host: 'tsujiban.test',
    address: '127.0.0.1',
    municipality: '見本市',
    now: Date.now(),
  })
})
afterAll(async () => {
  await http.close()
  await bench.close()
  rmSync(folder, { recursive: true })
})

const open = (listener: HttpsListener, port: number) =>
  listener.open({ ...bench.config, ...config(port) }, folder, (request, response) =>
    http.app.routing(request, response),
  )

async function ask(
  port: number,
  path: string,
  ca: Buffer | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, servername: 'tsujiban.test', ca, agent: false }
    get(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    }).on('error', reject)
  })
}

test('another PC that trusts the authority gets the same answers, and signs in nobody without a session', async () => {
  const listener = new HttpsListener()
  const port = (await open(listener, 0)) ?? 0
  const { authority } = await readHttps(folder)
  try {
    const state = await ask(port, '/api/state', authority)
    expect(state.status).toBe(200)
    expect(JSON.parse(state.text)).toMatchObject({ setup: 'done' })
    expect((await ask(port, '/api/cases', authority)).status).toBe(401)
    await expect(ask(port, '/api/state', undefined)).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) as unknown,
    })
  } finally {
    listener.close()
  }
  await expect(ask(port, '/api/state', authority)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('an installation for this machine alone opens nothing to others', async () => {
  const listener = new HttpsListener()
  expect(await listener.open(bench.config, folder, () => undefined)).toBeNull()
  listener.close()
})

test('a port that is taken is told', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  await expect(open(new HttpsListener(), port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  taken.close()
})
