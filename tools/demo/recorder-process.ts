import { runRecorder } from '../../src/main/recorder-process.ts'
import { MovableClock } from './movable-clock.ts'

const clock = new MovableClock()
clock.followParent(Number(process.env['TSUJIBAN_DEMO_AHEAD'] ?? 0))
runRecorder(clock)
