import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
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

test('what was sent is wiped once the other process has it', async () => {
  const written: Uint8Array[] = []
  const socket = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      written.push(chunk)
      done()
    },
  })
  const peer = new Peer(socket as Socket, {})
  const call = peer.call('storeEpoch', { timeLock: new Uint8Array(32).fill(7) })
  await setImmediate()
  expect(written.length).toBe(1)
  expect(written[0]?.length).toBeGreaterThan(32)
  expect(written[0]?.every((byte) => byte === 0)).toBe(true)
  peer.close()
  await expect(call).rejects.toMatchObject({ code: 'link-closed' })
})

test('bytes that are no message end the connection and nothing else', async () => {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  const peer = new Peer(socket as Socket, {})
  const call = peer.call('status')
  socket.push(Buffer.from([0, 0, 0, 4, 1, 2, 3, 4]))
  await expect(call).rejects.toMatchObject({ code: 'link-closed' })
  await peer.closed
})
