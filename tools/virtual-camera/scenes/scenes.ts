import { caption } from './caption.ts'
import type { Pen } from './drawing.ts'
import { emergencyExit } from './emergency-exit.ts'
import { entrance } from './entrance.ts'
import { outerWall } from './outer-wall.ts'

export type SceneName = 'entrance' | 'emergency-exit' | 'outer-wall'

const scenes: Readonly<
  Record<SceneName, readonly [place: string, draw: (pen: Pen, seconds: number) => void]>
> = {
  entrance: ['玄関', entrance],
  'emergency-exit': ['非常口', emergencyExit],
  'outer-wall': ['外壁・通用門', outerWall],
}

/** Draws the scene as it is `seconds` (0 to 60) into the minute. */
export function drawScene(pen: Pen, name: SceneName, seconds: number): void {
  const [place, draw] = scenes[name]
  draw(pen, seconds)
  caption(pen, seconds, place)
}
