import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Handlers, LinkFault, Peer } from './peer.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function pair(left: Handlers, right: Handlers): Promise<[Peer, Peer]> {
  const folder = mkdtempSync(join(tmpdir(), 'tsujiban-link-'))
  const server = createServer().listen(join(folder, 's'))
  await once(server, 'listening')
  const client = createConnection(join(folder, 's'))
  const [accepted] = (await once(server, 'connection')) as [Socket]
  ends.push(() => {
    client.destroy()
    accepted.destroy()
    server.close()
    rmSync(folder, { recursive: true })
  })
  return [new Peer(client, left), new Peer(accepted, right)]
}

test('calls go both ways and bytes stay bytes', async () => {
  const [left, right] = await pair({ twice: async (n) => Number(n) * 2 }, { echo: async (params) => params })
  const bytes = new Uint8Array(200_000).fill(7)
  expect(await left.call('echo', { bytes, name: '玄関' })).toEqual({ bytes, name: '玄関' })
  expect(await right.call('twice', 21)).toBe(42)
  const many = await Promise.all(Array.from({ length: 50 }, (_, i) => left.call('echo', i)))
  expect(many).toEqual(Array.from({ length: 50 }, (_, i) => i))
})

test("the other side's fault comes back with its code", async () => {
  const [left] = await pair(
    {},
    {
      fail: async () => {
        throw Object.assign(new Error('no slot is free'), { code: 'no-slot' })
      },
    },
  )
  await expect(left.call('fail')).rejects.toMatchObject({ code: 'link-remote-fault', remoteCode: 'no-slot' })
  await expect(left.call('unknown')).rejects.toMatchObject({ remoteCode: 'link-no-such-method' })
})

test('a waiting call ends when the other process goes', async () => {
  const [left, right] = await pair({}, { never: () => new Promise(() => {}) })
  const call = left.call('never')
  right.close()
  await expect(call).rejects.toBeInstanceOf(LinkFault)
  await expect(left.call('never')).rejects.toMatchObject({ code: 'link-closed' })
})
