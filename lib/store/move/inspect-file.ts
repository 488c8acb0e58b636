/** Reads everything once before anything is written: whether PostgreSQL can hold it, how much it is, and its digest. */
import { setImmediate } from 'node:timers/promises'
import { AppError } from '@/lib/domain/errors'
import type { FileTable } from './file-tables'
import { rowBatches } from './row-batches'
import type { Row, SourceFile } from './source-file'
import { type TableDigest, tableDigest } from './table-digest'

/** @throws AppError `internal` that names table, key and column of a value that cannot be copied. */
export async function inspectFile(
  source: SourceFile,
  onRows: (table: string, rows: number) => void,
): Promise<TableDigest[]> {
  const found: TableDigest[] = []
  for (const table of source.tables) {
    const digest = tableDigest(table.name)
    for (const batch of rowBatches(source.rows(table))) {
      for (const row of batch) requireLegal(source.path, table, row)
      digest.take(batch)
      onRows(table.name, batch.length)
      await setImmediate()
    }
    found.push(digest.end())
  }
  return found
}

function requireLegal(path: string, table: FileTable, row: Row): void {
  for (const [nth, column] of table.columns.entries()) {
    const fault = faultOf(row[nth], column)
    if (fault)
      throw new AppError(
        'internal',
        `In ${path}, ${column.name} of ${keyOf(table, row)} ${fault}. Nothing was changed. This version writes no such value: an older one, or another program, did. Change it on its page of the console, started without DATABASE_URL; an event of the record (audit_events) can never be changed, so that a console which has it stays on SQLite.`,
      )
  }
}

/** A text that is no UTF-8 is read with the character for what is unknown, here as in the console: that is what is copied. */
function faultOf(value: unknown, { isNumber, isRequired }: FileTable['columns'][number]): string | null {
  if (value === null) return isRequired ? 'is empty' : null
  if (isNumber) return Number.isSafeInteger(value) ? null : 'is no whole number below 2^53'
  if (typeof value !== 'string') return 'is no text'
  return value.includes('\0') ? 'has the character U+0000, which no text of PostgreSQL can hold' : null
}

/** A row by its table and key, for messages. */
export const keyOf = (table: FileTable, row: Row): string =>
  `${table.name} ${table.key.map((name) => JSON.stringify(row[table.columns.findIndex((column) => column.name === name)])).join(', ')}`
