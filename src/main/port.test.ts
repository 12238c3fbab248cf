import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { portFrom, portIsFree } from './port.ts'

test('PORT is honoured, 8480 where it is not set, and what is no port is told', () => {
  const ports = [undefined, '', '0', '8080', '65535'].map((PORT) =>
    portFrom(PORT === undefined ? {} : { PORT }),
  )
  expect(ports).toEqual([8480, 8480, 0, 8080, 65_535])
  for (const PORT of ['65536', '-1', '80a', ' 80', '8e3', '1.5']) expect(portFrom({ PORT })).toBeNull()
})

test('a port that somebody listens on is not free, and free again when they stop', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await portIsFree(port)).toBe(false)
  server.close()
  await once(server, 'close')
  expect(await portIsFree(port)).toBe(true)
  expect(await portIsFree(0)).toBe(true)
})
