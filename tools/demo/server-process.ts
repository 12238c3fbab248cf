import { runServer } from '../../src/main/server-process.ts'
import { MovableClock } from './movable-clock.ts'

/** The server as it is, but for a clock that the demo moves, a store of few slots, and no browser app. */
const clock = new MovableClock()
clock.followParent(Number(process.env['TSUJIBAN_DEMO_AHEAD'] ?? 0))
await runServer({
  clock,
  sampleSlots: Number(process.env['TSUJIBAN_DEMO_SLOTS'] ?? 8),
  everyMs: 500,
  webFolder: null,
})
