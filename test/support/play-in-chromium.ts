import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { transformWithOxc } from 'vite'
import { launchChromium } from './chromium.ts'
import type { PageLeaf, Playback, PlayerPage } from './player-page.ts'

type Loaded = { readonly playerPage: PlayerPage }

/** A leaf with its records as they stand on disk. */
export type SealedLeaf = { readonly leaf: PageLeaf; readonly sealed: Uint8Array }

/** Fast enough for a test, slow enough for a screen that shows 60 pictures a second. */
const rate = 3
/** A machine with other work drops a picture now and then; a flaw in the stream would do so every time. */
const mostTries = 3

/** Plays a recording as the browser app does, and a file as it is, one after the other in Chromium. */
export async function playInChromium(
  leaves: readonly SealedLeaf[],
  file: string,
): Promise<{ readonly ours: Playback; readonly source: Playback }> {
  const server = createServer((request, response) => {
    serve(request, response, leaves, file).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(error.message))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => 'playerPage' in globalThis)
    const given = leaves.map(({ leaf }) => leaf)
    const source = await page.evaluate(
      (rate) => (globalThis as unknown as Loaded).playerPage.playFile('/source', rate),
      rate,
    )
    let ours: Playback
    let tries = 0
    do {
      ours = await page.evaluate(
        ({ given, rate }) => (globalThis as unknown as Loaded).playerPage.playLeaves(given, rate),
        { given, rate },
      )
      tries++
    } while (ours.dropped > source.dropped && tries < mostTries)
    if (troubles.length > 0) throw new Error(`in the page: ${troubles.join('; ')}`)
    return { ours, source }
  } finally {
    await browser.close()
    await closed(server)
  }
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await end
}

const root = join(import.meta.dirname, '../..')
const page = `<!doctype html><meta charset="utf-8"><title>player</title><body>
<script type="importmap">{"imports":{"@noble/hashes/":"/node_modules/@noble/hashes/"}}</script>
<script type="module" src="/test/support/player-page.ts"></script>`

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  leaves: readonly SealedLeaf[],
  file: string,
): Promise<void> {
  const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
  const leaf = leaves[Number(/^\/leaf\/(\d+)$/.exec(path)?.[1] ?? Number.NaN)]
  if (leaf !== undefined) response.end(leaf.sealed)
  else if (path === '/') response.setHeader('content-type', 'text/html').end(page)
  else if (path === '/source') await serveRange(request, response, file)
  else if (/^\/(src|web\/src|test\/support)\/.*\.ts$/.test(path)) {
    const { code } = await transformWithOxc(await readFile(join(root, path), 'utf8'), path)
    response.setHeader('content-type', 'text/javascript').end(code)
  } else if (/^\/node_modules\/@noble\/.*\.js$/.test(path))
    response.setHeader('content-type', 'text/javascript').end(await readFile(join(root, path)))
  else response.writeHead(404).end()
}

/** Chromium asks for a file's end before its middle. */
async function serveRange(request: IncomingMessage, response: ServerResponse, file: string): Promise<void> {
  const { size } = await stat(file)
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const start = Number(from)
  const end = to === '' ? size - 1 : Number(to)
  response.writeHead(206, {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    'content-range': `bytes ${start}-${end}/${size}`,
  })
  createReadStream(file, { start, end }).pipe(response)
}
