/**
 * Virtual cameras as a process of their own.
 *
 * node tools/virtual-camera/main.ts '{"port":8554,"cameras":[{"path":"genkan","clip":"entrance"}]}'
 *
 * Prints one line of JSON, `{"port":8554,"urls":{"genkan":"rtsp://127.0.0.1:8554/genkan"}}`, when it listens. Ends with 0 on SIGTERM and
 * SIGINT, and when the IPC channel it was started with closes; over that channel it takes the messages of `messages.ts`.
 */
import { ClipFault } from './clip.ts'
import { ConfigFault, parseConfig } from './config.ts'
import { answer } from './messages.ts'
import { startVirtualCameras } from './server.ts'

try {
  const cameras = await startVirtualCameras(parseConfig(process.argv[2] ?? ''))
  let closing = false
  const close = () => {
    if (closing) return
    closing = true
    void cameras.close().finally(() => process.connected && process.disconnect?.())
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, close)
  if (process.send !== undefined) {
    const send = process.send.bind(process)
    process.on('message', (message) => send(answer(cameras, message)))
    process.on('disconnect', close)
  }
  process.stdout.write(`${JSON.stringify({ port: cameras.port, urls: cameras.urls })}\n`)
} catch (fault) {
  const expected = fault instanceof ConfigFault || fault instanceof ClipFault
  const systemError = fault instanceof Error && 'syscall' in fault
  if (!expected && !systemError) throw fault
  process.stderr.write(`${fault.message}\n`)
  process.exitCode = 1
}
