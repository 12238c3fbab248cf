import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type CameraConfig, VirtualCamera } from './camera.ts'
import type { CameraCommand } from './commands.ts'
import { serveConnection } from './connection.ts'
import { type CameraClock, systemClock } from './schedule.ts'
import type { NotSentFrame, SentFrame } from './sent-log.ts'

export type VirtualCamerasConfig = {
  /** 127.0.0.1 unless told */
  readonly host?: string
  /** any free one unless told */
  readonly port?: number
  readonly cameras: readonly CameraConfig[]
}

export interface CameraHandle {
  /** @throws ClipFault */
  command(command: CameraCommand): void
  /** frames that the operating system took whole for at least one client, from a counter on */
  sent(from?: number): readonly SentFrame[]
  /** frames that clients were due and none got whole */
  notSent(from?: number): readonly NotSentFrame[]
  /** clients that play now */
  viewers(): number
}

export type VirtualCameras = {
  readonly port: number
  /** addresses by path as configured, without credentials */
  readonly urls: Readonly<Record<string, string>>
  /** @throws TypeError when there is no camera of that path */
  readonly camera: (path: string) => CameraHandle
  readonly close: () => Promise<void>
}

/**
 * Starts the server: RTSP 1.0 (RFC 2326) with RTP interleaved on the same connection, the cameras running from now on.
 *
 * @throws ClipFault, or the error of listening
 */
export async function startVirtualCameras(
  config: VirtualCamerasConfig,
  clock: CameraClock = systemClock,
): Promise<VirtualCameras> {
  const host = config.host ?? '127.0.0.1'
  const cameras = new Map<string, VirtualCamera>()
  for (const camera of config.cameras) cameras.set(normal(camera.path), new VirtualCamera(camera, clock))

  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, cameras)
  })
  server.listen(config.port ?? 0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const camera of cameras.values()) camera.start()

  return {
    port,
    urls: Object.fromEntries(
      config.cameras.map(({ path }) => [path, `rtsp://${host}:${port}${normal(path)}`]),
    ),
    camera(path) {
      const camera = cameras.get(normal(path))
      if (camera === undefined) throw new TypeError(`no virtual camera ${path}`)
      return camera
    },
    async close() {
      for (const camera of cameras.values()) camera.stop()
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function normal(path: string): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}`
}
