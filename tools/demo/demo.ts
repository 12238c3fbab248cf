import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePackages, SetupFault } from '../setup/debian.ts'
import type { Official } from './official.ts'
import type { Step, Story } from './step.ts'
import { killRecorder } from './steps/crash.ts'
import { endHold, eraseOnDay, overwrite } from './steps/erase.ts'
import { handOver } from './steps/hand-over.ts'
import { ledgerHolds } from './steps/ledger.ts'
import { browserCodeOpens, outsiderFails } from './steps/open.ts'
import { record, searchPlaintext } from './steps/record.ts'
import { refuseWithoutPurpose, serveRequest } from './steps/request.ts'
import { clearFolder, World } from './world.ts'

const steps: readonly Step[] = [
  record,
  searchPlaintext,
  refuseWithoutPurpose,
  serveRequest,
  outsiderFails,
  browserCodeOpens,
  handOver,
  ledgerHolds,
  killRecorder,
  eraseOnDay,
  overwrite,
  endHold,
]

const json = process.argv.includes('--json')

function say(line: Readonly<Record<string, unknown>>): void {
  if (json) {
    console.log(JSON.stringify(line))
    return
  }
  const { step, ok, ms, ...figures } = line
  console.log(`${ok === true ? '✓' : '✗'} ${String(step)} (${String(ms)} ms)`)
  for (const [name, value] of Object.entries(figures)) console.log(`    ${name}: ${JSON.stringify(value)}`)
}

/** Runs every step in order; the first that fails ends the demo, since those after it build on it. */
async function demo(story: Story): Promise<boolean> {
  for (const { step, run } of steps) {
    const begin = performance.now()
    try {
      const figures = await run(story)
      say({ step, ok: true, ms: Math.round(performance.now() - begin), ...figures })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      say({ step, ok: false, ms: Math.round(performance.now() - begin), error: why })
      return false
    }
  }
  return true
}

/** ffmpeg counts frames for the demo; the product itself has no use for it. */
async function ffmpegIsThere(): Promise<boolean> {
  const begin = performance.now()
  try {
    await ensurePackages(['ffmpeg'], (line) => console.error(line))
    return true
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error
    const ms = Math.round(performance.now() - begin)
    if (json) say({ step: 'ffmpeg', ok: false, ms, error: error.message, next: error.command })
    else console.log(`${error.command}    # ${error.message}`)
    return false
  }
}

if (!(await ffmpegIsThere())) process.exit(1)
const place = mkdtempSync(join(tmpdir(), 'tsujiban-demo-'))
const world = new World(place)
let good = false
try {
  await world.start()
  // people and cameras are there once the first step has set up the sample
  const nobody = null as unknown as Official
  good = await demo({
    world,
    manager: nobody,
    operator: nobody,
    cameras: [],
    window: { from: 0, to: 0 },
    request: null,
    opened: [],
    savedCheckpoint: '',
  })
} finally {
  await world.stop()
  if (good) clearFolder(place)
  else console.error(`kept for a look: ${place}`)
}
process.exitCode = good ? 0 : 1
