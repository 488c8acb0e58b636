import type SQLite from 'better-sqlite3'
import { ROLLBACK, type RowValues, type Statement, type StatementResult } from './connection'

/** Statements kept prepared, oldest use first out: preparing costs more than running most of them. */
const PREPARED_MAX = 200
/** Runs statements on an open database, in the thread that calls it. */
export function createStatementRunner(sqlite: SQLite.Database): (statement: Statement) => StatementResult {
  const prepared = new Map<string, SQLite.Statement>()
  const prepare = (sql: string): SQLite.Statement => {
    const statement = prepared.get(sql) ?? sqlite.prepare(sql)
    prepared.delete(sql)
    prepared.set(sql, statement)
    if (prepared.size > PREPARED_MAX) prepared.delete(prepared.keys().next().value as string)
    return statement
  }
  // Inside a transaction this is a savepoint.
  const runEach = sqlite.transaction((statement: SQLite.Statement, shared: readonly unknown[], rows: RowValues) => {
    const { values, width } = rows
    let changes = 0
    for (let from = 0; from < values.length; from += width)
      changes += statement.run(shared.concat(values.slice(from, from + width))).changes
    return changes
  })
  return ({ sql, parameters, rows }) => {
    // A full disk has rolled the transaction back already: then there is nothing to do, and nothing failed.
    if (sql === ROLLBACK && !sqlite.inTransaction) return { columns: [], rows: [], changes: 0 }
    const statement = prepare(sql)
    if (rows) return { columns: [], rows: [], changes: runEach(statement, parameters, rows) }
    if (!statement.reader) return { columns: [], rows: [], changes: statement.run(parameters).changes }
    const columns = statement.columns().map((column) => column.name)
    return { columns, rows: statement.raw(true).all(parameters) as unknown[][], changes: 0 }
  }
}
