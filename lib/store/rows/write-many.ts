/** Many rows with one prepared statement: building one statement with thousands of values costs more than running it. */
import { setImmediate } from 'node:timers/promises'
import type { CompiledQuery, Insertable } from 'kysely'
import type { ManyQuery } from '../sqlite/connection'
import type { Db } from './db'
import type { Database } from './schema'

/** Rows handed over at once; in between, other work gets a turn. */
const ROWS_AT_ONCE = 500
/** Slices under way: the next is prepared while the store works on the last. */
const SLICES_AHEAD = 3

/**
 * Runs a compiled query once for each item. Its parameters are those of `query` that all runs share, followed by those that
 * `parametersOf` gives for the item: what varies comes last in the statement.
 */
export async function runForEach<Item>(
  db: Db,
  query: CompiledQuery,
  items: readonly Item[],
  parametersOf: (item: Item) => readonly unknown[],
): Promise<void> {
  const underWay: Promise<unknown>[] = []
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    const slice = items.slice(from, from + ROWS_AT_ONCE)
    const values = slice.flatMap(parametersOf)
    const width = values.length / slice.length
    const many: ManyQuery = { ...query, parameters: query.parameters.slice(0, -width), rows: { values, width } }
    const sent = db.executeQuery(many)
    // Its fault is reported where it is awaited, below.
    sent.catch(() => undefined)
    underWay.push(sent)
    if (underWay.length > SLICES_AHEAD) await underWay.shift()
    if (from + ROWS_AT_ONCE < items.length) await setImmediate()
  }
  await Promise.all(underWay)
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
  // What all rows share crosses to the store's thread once.
  const varying = columns.filter((name) => rows.some((row) => row[name] !== first[name]))
  if (varying.length === 0) varying.push(...columns.slice(-1))
  const ordered = [...columns.filter((name) => !varying.includes(name)), ...varying]
  const sample = Object.fromEntries(ordered.map((name) => [name, first[name]])) as typeof first
  await runForEach(db, db.insertInto(table).values(sample).compile(), rows, (row) => varying.map((name) => row[name]))
}

/** Rows per statement: well under SQLite's and PostgreSQL's limits on bound values. */
const ROWS_PER_STATEMENT = 500

/** Runs one statement per slice, in order; `offset` is the position of the slice's first row. */
export async function inSlices<Row>(
  rows: readonly Row[],
  run: (slice: Row[], offset: number) => Promise<unknown>,
): Promise<void> {
  for (let offset = 0; offset < rows.length; offset += ROWS_PER_STATEMENT) {
    await run(rows.slice(offset, offset + ROWS_PER_STATEMENT), offset)
    // SQLite answers within the same turn of the event loop: without this a long list would block all other work.
    if (offset + ROWS_PER_STATEMENT < rows.length) await setImmediate()
  }
}
