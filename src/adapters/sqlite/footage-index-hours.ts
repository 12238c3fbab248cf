import { hourShares } from '../../footage/hours.ts'
import type { Figures } from './footage-index-rows.ts'
import type { Sql } from './footage-index-sql.ts'

export type HourColumn = 'sealed' | 'held' | 'erased' | 'gap'
type Sums = { readonly camera: number; readonly hour: number } & Record<HourColumn, number>

/** Gathers changes of the hourly sums during a transaction and writes each touched hour once. */
export class HourSums {
  readonly #sql: Sql
  readonly #changes = new Map<string, Sums>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  add(camera: number, column: HourColumn, figures: Figures, sign: 1 | -1): void {
    for (const { hour, ms } of hourShares(figures.first, figures.last, figures.missing)) {
      const key = `${camera} ${hour}`
      let sums = this.#changes.get(key)
      if (sums === undefined) {
        sums = { camera, hour, sealed: 0, held: 0, erased: 0, gap: 0 }
        this.#changes.set(key, sums)
      }
      sums[column] += sign * ms
    }
  }

  move(camera: number, from: HourColumn, to: HourColumn, figures: Figures): void {
    this.add(camera, from, figures, -1)
    this.add(camera, to, figures, 1)
  }

  write(): void {
    for (const { camera, hour, sealed, held, erased, gap } of this.#changes.values()) {
      if (sealed === 0 && held === 0 && erased === 0 && gap === 0) continue
      this.#sql.run(
        `INSERT INTO hour (camera, hour, sealed, held, erased, gap) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET sealed = sealed + excluded.sealed, held = held + excluded.held,
           erased = erased + excluded.erased, gap = gap + excluded.gap`,
        camera,
        hour,
        sealed,
        held,
        erased,
        gap,
      )
    }
    this.#changes.clear()
  }

  forget(): void {
    this.#changes.clear()
  }
}
