import { once } from 'node:events'
import { createServer } from 'node:net'

const usual = 8480

/** `PORT`, else the usual one; 0 takes a free one. Null for what is no port. */
export function portFrom(environment: NodeJS.ProcessEnv): number | null {
  const given = environment['PORT']
  if (given === undefined || given === '') return usual
  const port = /^\d{1,5}$/.test(given) ? Number(given) : -1
  return port >= 0 && port <= 65_535 ? port : null
}

/** Whether nobody listens there yet: found out before anything is started, since a server that cannot listen would be started for ever. */
export async function portIsFree(port: number): Promise<boolean> {
  const probe = createServer()
  probe.listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['EADDRINUSE', 'EACCES'].includes(String(error.code)))
      return false
    throw error
  } finally {
    probe.close()
  }
}
