/** What the store needs of one SQLite connection, in this thread or in a worker. */
import type { CompiledQuery } from 'kysely'

/** The statement that ends a transaction without its changes; a connection runs it as nothing where none is open. */
export const ROLLBACK = 'rollback'

/** Values of many rows, one row after the other, `width` values each: a flat list crosses threads in a fraction of the time. */
export type RowValues = { values: readonly unknown[]; width: number }

/**
 * One statement. With `rows` it runs once per row, its parameters being `parameters` and then the row's, all or nothing; it
 * gives no rows back.
 */
export type Statement = { sql: string; parameters: readonly unknown[]; rows?: RowValues }

/** `rows` as arrays in the order of `columns`: a third of the size of objects when they cross threads. */
export type StatementResult = { columns: string[]; rows: unknown[][]; changes: number }

/** `generation` changes when the connection was opened anew: a transaction begun before that is gone. */
export type SqliteConnection = {
  generation: () => number
  run: (statement: Statement) => Promise<StatementResult>
  close: () => Promise<void>
}

/** A compiled query that runs once per row of values. */
export type ManyQuery = CompiledQuery & { rows: RowValues }
