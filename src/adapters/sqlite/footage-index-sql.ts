import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { asFootageFault } from '../../footage/fault.ts'

type Found<Row> = Row | undefined

/** A database with its statements prepared once each; whatever SQLite throws becomes FootageFault `index-failed`. */
export class Sql {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #inside = false

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  get<Row>(text: string, ...values: SQLInputValue[]): Found<Row> {
    return guarded(() => this.#prepared(text).get(...values) as Found<Row>)
  }

  all<Row>(text: string, ...values: SQLInputValue[]): Row[] {
    return guarded(() => this.#prepared(text).all(...values) as Row[])
  }

  /** Rows one by one, for results that may be large. */
  *each<Row>(text: string, ...values: SQLInputValue[]): Generator<Row> {
    const rows = guarded(() => this.#prepared(text).iterate(...values))
    for (let row = guarded(() => rows.next()); row.done !== true; row = guarded(() => rows.next()))
      yield row.value as Row
  }

  /** @returns the id of the row inserted last */
  run(text: string, ...values: SQLInputValue[]): number {
    return guarded(() => Number(this.#prepared(text).run(...values).lastInsertRowid))
  }

  /** One transaction; within another it becomes part of that. `failed` runs after a rollback. */
  atomically<T>(work: () => T, failed: () => void): T {
    if (this.#inside) return work()
    guarded(() => this.#db.exec('BEGIN IMMEDIATE'))
    this.#inside = true
    try {
      const result = work()
      guarded(() => this.#db.exec('COMMIT'))
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      failed()
      throw error
    } finally {
      this.#inside = false
    }
  }

  /** Several reads of one state of the database. */
  snapshot<T>(work: () => T): T {
    if (this.#inside) return work()
    guarded(() => this.#db.exec('BEGIN'))
    try {
      return work()
    } finally {
      guarded(() => this.#db.exec('COMMIT'))
    }
  }

  close(): void {
    this.#statements.clear()
    if (this.#db.isOpen) this.#db.close()
  }

  #prepared(text: string): StatementSync {
    let statement = this.#statements.get(text)
    if (statement === undefined) {
      statement = this.#db.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asFootageFault(error, 'index-failed')
  }
}
