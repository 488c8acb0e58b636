/** Whether every row of the file is in the database as it is in the file, and none besides. */
import type { Client } from 'pg'
import { AppError } from '@/lib/domain/errors'
import type { FileTable } from './file-tables'
import { keyOf } from './inspect-file'
import type { SourceFile } from './source-file'
import { type TableDigest, tableDigest } from './table-digest'
import { fetchRows } from './target-database'

/** @throws AppError `internal` that names the first row that differs. */
export async function compareTables(
  source: SourceFile,
  client: Client,
  expected: readonly TableDigest[],
  onRows: (table: string, rows: number) => void,
): Promise<void> {
  for (const [nth, table] of source.tables.entries()) {
    const digest = tableDigest(table.name)
    for await (const rows of fetchRows(client, table)) {
      digest.take(rows)
      onRows(table.name, rows.length)
    }
    const { rows, digest: found } = digest.end()
    const wanted = expected[nth] as TableDigest
    if (rows === wanted.rows && found === wanted.digest) continue
    throw new AppError(
      'internal',
      `The copy is not what the file holds: ${table.name} has ${wanted.rows} rows in the file and ${rows} in the database, and ${await firstDifference(source, client, table)}. No console starts on it. Run this again with --start-over, and let nothing else write to that database.`,
    )
  }
}

async function firstDifference(source: SourceFile, client: Client, table: FileTable): Promise<string> {
  const inFile = source.rows(table)
  try {
    for await (const rows of fetchRows(client, table))
      for (const row of rows) {
        const { value: wanted, done } = inFile.next()
        if (done) return `${keyOf(table, row)} is in the database alone`
        if (JSON.stringify(row) === JSON.stringify(wanted)) continue
        const [name, other] = [keyOf(table, wanted), keyOf(table, row)]
        return name === other ? `${name} differs` : `where the file has ${name}, the database has ${other}`
      }
    const { value: wanted, done } = inFile.next()
    return done ? 'a second reading found no difference' : `${keyOf(table, wanted)} is missing`
  } finally {
    inFile.return?.()
  }
}
