/**
 * Many rows. SQLite runs one prepared statement for each: to build one with thousands of values costs more than to run it. PostgreSQL
 * takes them as one JSON text, since each statement is a message to another machine.
 */
import { setImmediate } from 'node:timers/promises'
import { type CompiledQuery, type Insertable, type InsertQueryBuilder, type InsertResult, sql } from 'kysely'
import type { ManyQuery } from '../sqlite/connection'
import type { Db } from './db'
import { engineOf } from './engine'
import type { Database } from './schema'

/** Rows handed over at once; in between, other work gets a turn. */
const ROWS_AT_ONCE = 500
/** Slices under way: the next is prepared while the store works on the last. */
const SLICES_AHEAD = 3

type Table = keyof Database
type Insert<T extends Table> = InsertQueryBuilder<Database, T, InsertResult>

/** Hands slices over, some ahead of the answers, all of which have come at the end. */
async function eachSlice<Item>(
  items: readonly Item[],
  send: (slice: readonly Item[]) => Promise<unknown>,
): Promise<void> {
  const underWay: Promise<unknown>[] = []
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    const sent = send(items.slice(from, from + ROWS_AT_ONCE))
    // Its fault is reported where it is awaited, below.
    sent.catch(() => undefined)
    underWay.push(sent)
    if (underWay.length > SLICES_AHEAD) await underWay.shift()
    if (from + ROWS_AT_ONCE < items.length) await setImmediate()
  }
  await Promise.all(underWay)
}

/**
 * Runs a compiled query once for each item. Its parameters are those of `query` that all runs share, followed by those that
 * `parametersOf` gives for the item: what varies comes last in the statement.
 */
const runForEach = <Item>(
  db: Db,
  query: CompiledQuery,
  items: readonly Item[],
  parametersOf: (item: Item) => readonly unknown[],
): Promise<void> =>
  eachSlice(items, (slice) => {
    const values = slice.flatMap(parametersOf)
    const width = values.length / slice.length
    const many: ManyQuery = { ...query, parameters: query.parameters.slice(0, -width), rows: { values, width } }
    return db.executeQuery(many)
  })

/**
 * Inserts rows that all have the same columns.
 * @param then what is to be done where a row is there already; no row may come twice then.
 */
export async function insertMany<T extends Table>(
  db: Db,
  table: T,
  rows: readonly Insertable<Database[T]>[],
  then: (insert: Insert<T>) => Insert<T> = (insert) => insert,
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first) as (keyof typeof first & string)[]
  // What all rows share is handed over once.
  const varying = columns.filter((name) => rows.some((row) => row[name] !== first[name]))
  if (varying.length === 0) varying.push(...columns.slice(-1))
  const shared = columns.filter((name) => !varying.includes(name))
  const insert = db.insertInto(table)
  if (engineOf(db) === 'sqlite') {
    const sample = Object.fromEntries([...shared, ...varying].map((name) => [name, first[name]])) as typeof first
    const query = then(insert.values(sample)).compile()
    return runForEach(db, query, rows, (row) => varying.map((name) => row[name]))
  }
  const columnsInOrder = [...shared, ...varying]
  const values = sql.join([
    ...shared.map((name) => sql`${first[name]}`),
    ...varying.map((name) => sql.ref(`row.${name}`)),
  ])
  await eachSlice(rows, (slice) => {
    const texts = JSON.stringify(
      slice.map((row) => Object.fromEntries(varying.map((name) => [name, legal(row[name])]))),
    )
    const from = sql`json_populate_recordset(null::${sql.table(table)}, ${texts}::json) as row`
    const query = insert.columns(columnsInOrder as never).expression(sql`select ${values} from ${from}` as never)
    return db.executeQuery(then(query as unknown as Insert<T>).compile())
  })
}

/** Half of a surrogate pair is no text: as a bound value it becomes the replacement character, and so it does here. */
const legal = (value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value)

/** An update of rows that are picked by one column, for each of its values. */
type UpdateBy = {
  /** The update with all conditions but that of the value, which comes last. */
  update: { where: (column: never, operator: never, value: never) => { compile: () => CompiledQuery } }
  column: string
}

/** Runs an update for each value of a column. */
export async function updateEach(db: Db, { update, column }: UpdateBy, values: readonly string[]): Promise<void> {
  const where = (operator: string, value: unknown) =>
    update.where(column as never, operator as never, value as never).compile()
  if (engineOf(db) === 'sqlite') return runForEach(db, where('=', ''), values, (value) => [value])
  await eachSlice(values, (slice) => db.executeQuery(where('=', sql`any(${slice}::text[])`)))
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
