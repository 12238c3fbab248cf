/**
 * Makes the clips of the virtual cameras: draws each scene frame by frame in Debian's Chromium and encodes it with Debian's
 * ffmpeg (libx264). Needed only when a scene is changed; the result is committed under `clips/`.
 *
 * npx -c 'node tools/virtual-camera/make-clip.ts'            all clips
 * npx -c 'node tools/virtual-camera/make-clip.ts still DIR'  a few frames of every scene as PNG, to look at
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import type { drawScene, SceneName } from './scenes/scenes.ts'

type Recipe = {
  readonly scene: SceneName
  readonly width: number
  readonly height: number
  readonly kilobits: number
}

/** `entrance-small` is for tests of a change of parameter sets. */
const recipes: Readonly<Record<string, Recipe>> = {
  entrance: { scene: 'entrance', width: 640, height: 360, kilobits: 92 },
  'emergency-exit': { scene: 'emergency-exit', width: 640, height: 360, kilobits: 92 },
  'outer-wall': { scene: 'outer-wall', width: 640, height: 360, kilobits: 92 },
  'entrance-small': { scene: 'entrance', width: 320, height: 180, kilobits: 28 },
}

const framesPerSecond = 10
const frames = 600

declare global {
  var drawFrame: (name: SceneName, seconds: number) => string
  var drawPng: (name: SceneName, seconds: number) => string
}

async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><meta charset="utf-8"><canvas width="640" height="360"></canvas>')
      return
    }
    response.setHeader('content-type', 'text/javascript')
    const name = /^\/scenes\/([a-z-]+\.ts)$/.exec(request.url ?? '')?.[1]
    if (name === undefined) response.statusCode = 404
    response.end(
      name === undefined
        ? ''
        : stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'scenes', name), 'utf8')),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  })
  try {
    const page = await browser.newPage()
    await page.goto(address)
    await page.evaluate(async (module) => {
      const { drawScene: draw } = (await import(module)) as { drawScene: typeof drawScene }
      const canvas = document.querySelector('canvas') as HTMLCanvasElement
      const pen = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
      globalThis.drawFrame = (name, seconds) => {
        draw(pen, name, seconds)
        const { data } = pen.getImageData(0, 0, 640, 360)
        let text = ''
        for (let i = 0; i < data.length; i += 0x8000)
          text += String.fromCharCode(...data.subarray(i, i + 0x8000))
        return btoa(text)
      }
      globalThis.drawPng = (name, seconds) => {
        draw(pen, name, seconds)
        return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length)
      }
    }, `${address}scenes/scenes.ts`)
    await work(page)
  } finally {
    await browser.close()
    server.close()
  }
}

async function encode(page: Page, recipe: Recipe, target: string): Promise<void> {
  const log = join(tmpdir(), `make-clip-${process.pid}`)
  for (const pass of [1, 2]) {
    const ffmpeg = spawn(
      'ffmpeg',
      [
        ['-loglevel', 'warning', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', '640x360'],
        ['-r', String(framesPerSecond), '-i', 'pipe:0', '-vf'],
        [
          `scale=${recipe.width}:${recipe.height}:flags=area:out_color_matrix=bt709:out_range=tv,format=yuv420p`,
        ],
        ['-c:v', 'libx264', '-preset', 'veryslow', '-tune', 'animation', '-profile:v', 'high'],
        ['-b:v', `${recipe.kilobits}k`, '-pass', String(pass), '-passlogfile', log, '-threads', '1'],
        [
          '-x264-params',
          'bframes=0:keyint=20:min-keyint=20:scenecut=0:open-gop=0:ref=4:repeat-headers=1:aud=0:nal-hrd=none',
        ],
        ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
        ['-bsf:v', 'filter_units=remove_types=6', '-f', 'h264', pass === 1 ? '/dev/null' : target],
      ].flat(),
      { stdio: ['pipe', 'inherit', 'inherit'] },
    )
    for (let frame = 0; frame < frames; frame++) {
      const pixels = await page.evaluate(([name, seconds]) => globalThis.drawFrame(name, seconds), [
        recipe.scene,
        frame / framesPerSecond,
      ] as const)
      if (!ffmpeg.stdin.write(Buffer.from(pixels, 'base64'))) await once(ffmpeg.stdin, 'drain')
    }
    ffmpeg.stdin.end()
    const [code] = (await once(ffmpeg, 'close')) as [number | null]
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
  }
  for (const rest of ['-0.log', '-0.log.mbtree']) await rm(log + rest, { force: true })
}

const [what, folder] = process.argv.slice(2)
await withPage(async (page) => {
  if (what === 'still' && folder !== undefined) {
    await mkdir(folder, { recursive: true })
    for (const scene of new Set(Object.values(recipes).map((recipe) => recipe.scene)))
      for (const seconds of [0, 7.3, 37.5]) {
        const png = await page.evaluate(([name, at]) => globalThis.drawPng(name, at), [
          scene,
          seconds,
        ] as const)
        await writeFile(join(folder, `${scene}-${seconds}.png`), Buffer.from(png, 'base64'))
      }
    return
  }
  for (const [name, recipe] of Object.entries(recipes)) {
    if (what !== undefined && what !== name) continue
    const target = join(import.meta.dirname, 'clips', `${name}.h264`)
    await encode(page, recipe, target)
    process.stdout.write(`${name}: ${readFileSync(target).length} bytes\n`)
  }
})
