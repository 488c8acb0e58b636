/** Many rows with one prepared statement: building one statement with thousands of values costs more than running it. */
import { setImmediate } from 'node:timers/promises'
import type { CompiledQuery, Insertable } from 'kysely'
import type { Db } from './open-store'
import type { Database } from './schema'
import type { ManyQuery } from './sqlite/connection'

/** Rows handed over at once; in between, everybody else gets a turn. */
const ROWS_AT_ONCE = 500

/** Runs a compiled query once for each item; `parametersOf` gives its parameters, in the query's order. */
export async function runForEach<Item>(
  db: Db,
  query: CompiledQuery,
  items: readonly Item[],
  parametersOf: (item: Item) => readonly unknown[],
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    const parameterRows = items.slice(from, from + ROWS_AT_ONCE).map(parametersOf)
    const many: ManyQuery = { ...query, parameters: [], parameterRows }
    await db.executeQuery(many)
    if (from + ROWS_AT_ONCE < items.length) await setImmediate()
  }
}

/** Inserts rows that all have the same columns. */
export async function insertMany<Table extends keyof Database>(
  db: Db,
  table: Table,
  rows: readonly Insertable<Database[Table]>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first) as (keyof typeof first)[]
  await runForEach(db, db.insertInto(table).values(first).compile(), rows, (row) => columns.map((name) => row[name]))
}
