/** One moment of the console's SQLite file, table by table, as rows of values in the order of the table's columns and its key. */
import { existsSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { AppError } from '@/lib/domain/errors'
import { MIGRATIONS } from '../open/migrations'
import type { Db } from '../rows/db'
import type { Database } from '../rows/schema'
import { sqliteDialect } from '../sqlite/dialect'
import { addDigestRows } from '../sqlite/digest-rows'
import { createStatementRunner } from '../sqlite/run-statement'
import { type FileTable, fileTables } from './file-tables'

export type Row = unknown[]

export type SourceFile = {
  path: string
  tables: FileTable[]
  /** Rows behind a key, or all. No other reading goes on meanwhile. */
  rows: (table: FileTable, after?: Row) => IterableIterator<Row>
  /** The same moment, for queries. */
  db: Db
  /** Ends the moment. @returns whether another program wrote to the file since it began. */
  close: () => { wasChanged: boolean }
}

const LOCK_WAIT_MS = 2_000

/** @throws AppError `internal` where there is none. */
export function requireFile(path: string): void {
  if (!existsSync(path))
    throw refusal(`There is no file ${path} to copy.`, 'Set DATA_DIR to the folder of the console, or to a copy of it.')
}

/** @throws AppError `internal` with what to do, where the file is not one that can be copied. */
export function openSourceFile(path: string): SourceFile {
  let sqlite: SQLite.Database | undefined
  try {
    sqlite = new SQLite(path, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS })
    addDigestRows(sqlite)
    sqlite.exec('begin')
    requireSchema(sqlite, path)
    requireSound(sqlite, path)
    return sourceOf(sqlite, path)
  } catch (cause) {
    sqlite?.close()
    if (cause instanceof AppError) throw cause
    throw refusal(`${path} cannot be read (${(cause as Error).message}).`, 'Look at its disk, or restore a backup.')
  }
}

const refusal = (what: string, todo: string) => new AppError('internal', `${what} Nothing was changed. ${todo}`)

function requireSchema(sqlite: SQLite.Database, path: string): void {
  const isConsole = sqlite.prepare(`select 1 from sqlite_master where name = 'kysely_migration'`).get()
  const taken = isConsole
    ? (sqlite.prepare('select name from kysely_migration order by name').pluck().all() as string[])
    : []
  const known = Object.keys(MIGRATIONS.sqlite)
  if (taken.length === 0) throw refusal(`${path} is no database of a console.`, 'Set DATA_DIR to its folder.')
  if (taken.some((name) => !known.includes(name)))
    throw refusal(`${path} was written by a newer version.`, 'Run this command of that version.')
  if (taken.length < known.length)
    throw refusal(
      `${path} was written by an older version.`,
      'Start this version of the console once without DATABASE_URL, which brings the file up to date, end it, and run this again.',
    )
}

function requireSound(sqlite: SQLite.Database, path: string): void {
  const fault = sqlite.pragma('quick_check(1)', { simple: true })
  if (fault !== 'ok') throw refusal(`${path} is damaged (${fault}).`, 'Restore a backup.')
  const [stray] = sqlite.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]
  if (stray)
    throw refusal(
      `In ${path}, row ${stray.rowid} of ${stray.table} refers to a row of ${stray.parent} that is not there.`,
      'Restore a backup of before.',
    )
}

const quote = (name: string) => `"${name}"`

function sourceOf(sqlite: SQLite.Database, path: string): SourceFile {
  const version = () => sqlite.pragma('data_version', { simple: true })
  const before = version()
  const run = createStatementRunner(sqlite)
  const connection = { generation: () => 0, run: async (statement: Parameters<typeof run>[0]) => run(statement) }
  return {
    path,
    tables: fileTables(sqlite),
    rows(table, after) {
      const key = table.key.map(quote).join(', ')
      const behind = after ? `where (${key}) > (${table.key.map(() => '?').join(', ')})` : ''
      return sqlite
        .prepare(
          `select ${table.columns.map(({ name }) => quote(name)).join(', ')} from ${quote(table.name)} ${behind} order by ${key}`,
        )
        .raw(true)
        .iterate(...(after ?? [])) as IterableIterator<Row>
    },
    db: new Kysely<Database>({
      dialect: sqliteDialect({ ...connection, close: async () => undefined }, { shared: true }),
    }),
    close() {
      if (!sqlite.open) return { wasChanged: false }
      if (sqlite.inTransaction) sqlite.exec('rollback')
      const wasChanged = version() !== before
      sqlite.close()
      return { wasChanged }
    },
  }
}
