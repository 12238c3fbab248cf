import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'

class TransactionalAdapter extends SqliteAdapter {
  // Kysely runs SQLite migrations outside a transaction unless told that DDL rolls back.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

function reader(statement: StatementSync) {
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) =>
      // node:sqlite rows have no prototype; callers expect plain objects
      statement.all(...(parameters as SQLInputValue[])).map((row) => ({ ...row })),
    run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
    *iterate(parameters: readonly unknown[]) {
      for (const row of statement.iterate(...(parameters as SQLInputValue[]))) yield { ...row }
    },
  }
}

/** Kysely over one node:sqlite connection; prepared statements are kept. */
export function kyselyOver<Schema>(database: DatabaseSync): Kysely<Schema> {
  const statements = new Map<string, StatementSync>()
  return new Kysely<Schema>({
    dialect: new NodeSqliteDialect({
      database: {
        prepare: (sql) => {
          let statement = statements.get(sql)
          if (statement === undefined) {
            statement = database.prepare(sql)
            statements.set(sql, statement)
          }
          return reader(statement)
        },
        close: () => {
          statements.clear()
          database.close()
        },
      },
    }),
  })
}
