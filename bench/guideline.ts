import type { Browser } from 'playwright-core'
import { sampleOfficials } from '../src/acts/sample.ts'
import { Supervisor } from '../src/main/supervisor.ts'
import { ensureWebBuilt } from '../src/main/web-build.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { Official, setUpSample } from '../tools/demo/official.ts'
import type { BenchOptions, BenchResult } from './lib/bench-module.ts'
import { product, withDataFolder } from './lib/product.ts'
import { numberOption, spread } from './lib/statistics.ts'

export const summary =
  'the guideline page of the sample: its data over HTTP, and click to last article in Chromium [--times 10]'

const mostMilliseconds = 200

/** The product's processes with the sample municipality, whose pack is the largest, both cameras recording meanwhile. */
export async function run({ args, log }: BenchOptions): Promise<BenchResult> {
  const times = numberOption(args, 'times', 10)
  await ensureWebBuilt(undefined, log)
  return withDataFolder('guideline', async (data) => {
    const supervisor = new Supervisor({ data, port: 0, entries: product, log })
    try {
      const base = `http://127.0.0.1:${await supervisor.start()}`
      await setUpSample(base)
      const { articles, dataMs } = await overHttp(base, times)
      const pageMs = await inChromium(base, times, articles)
      return {
        figures: { articles, times, dataMs: spread(dataMs, 1), pageMs: spread(pageMs, 0) },
        ok: spread(pageMs)[1] < mostMilliseconds,
      }
    } finally {
      await supervisor.stop()
    }
  })
}

async function overHttp(
  base: string,
  times: number,
): Promise<{ readonly articles: number; readonly dataMs: readonly number[] }> {
  const { client } = await Official.signIn(base, 'responsibleManager')
  let articles = 0
  const dataMs: number[] = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    const page = await client.ask('GET /api/guideline', { query: { lang: 'ja' } })
    dataMs.push(performance.now() - start)
    articles = page.articles.length
  }
  return { articles, dataMs }
}

/** From the click on the page's name to the frame after its last article stands there; the first visit fetches the page's own script. */
async function inChromium(base: string, times: number, articles: number): Promise<readonly number[]> {
  const browser: Browser = await launchChromium()
  try {
    const page = await browser.newPage({ locale: 'ja-JP', viewport: { width: 1280, height: 900 } })
    await page.goto(base)
    await page.getByRole('button', { name: sampleOfficials[0].name }).first().click()
    const measured: number[] = []
    for (let i = 0; i <= times; i++) {
      await page.locator('a[href="/cases"]').first().click()
      await page.locator('h3').first().waitFor({ state: 'detached' })
      const ms = await page.evaluate(
        (wanted) =>
          new Promise<number>((resolve) => {
            const start = performance.now()
            document.querySelector<HTMLElement>('a[href="/guideline"]')?.click()
            const look = (): void => {
              if (document.querySelectorAll('h3').length >= wanted) resolve(performance.now() - start)
              else requestAnimationFrame(look)
            }
            look()
          }),
        articles,
      )
      if (i > 0) measured.push(ms)
    }
    return measured
  } finally {
    await browser.close()
  }
}
