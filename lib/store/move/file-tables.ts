/** What is copied, as the file itself says: its tables, those that others refer to first. */
import type SQLite from 'better-sqlite3'

export type FileTable = {
  name: string
  columns: { name: string; isNumber: boolean; isRequired: boolean }[]
  /** Columns of the primary key, in its order. */
  key: string[]
}

/**
 * Not copied: a lease says which console does a job now, `writers` which programs have the store open, `operation_runs` what they carry
 * out; a copy has no console yet. The tables of steps say which of them the schema took; in PostgreSQL these are others.
 */
export const NOT_COPIED: readonly string[] = [
  'leases',
  'writers',
  'operation_runs',
  'schema_floor',
  'kysely_migration',
  'kysely_migration_lock',
]

const TABLES = `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`

type Column = { name: string; type: string; notnull: 0 | 1; pk: number }

/** @throws Error where a table has no primary key: its copy could not go on where it was. */
export function fileTables(sqlite: SQLite.Database): FileTable[] {
  const names = (sqlite.prepare(TABLES).pluck().all() as string[]).filter((name) => !NOT_COPIED.includes(name))
  return inOrder(sqlite, names).map((name) => {
    const columns = sqlite.pragma(`table_info("${name}")`) as Column[]
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    if (key.length === 0) throw new Error(`the table ${name} has no primary key`)
    return {
      name,
      columns: columns.map((column) => ({
        name: column.name,
        isNumber: /int/i.test(column.type),
        isRequired: column.notnull === 1 || column.pk > 0,
      })),
      key: key.map((column) => column.name),
    }
  })
}

function inOrder(sqlite: SQLite.Database, names: readonly string[]): string[] {
  const order = new Set<string>()
  const visit = (name: string) => {
    if (order.has(name)) return
    for (const { table } of sqlite.pragma(`foreign_key_list("${name}")`) as { table: string }[])
      if (table !== name) visit(table)
    order.add(name)
  }
  for (const name of names) visit(name)
  return [...order]
}
