/** Copies table after table, each in the order of its key, behind what is there already. */
import type { Client } from 'pg'
import { type BatchLimits, rowBatches } from './row-batches'
import type { SourceFile } from './source-file'
import { insertRows, lastKey } from './target-database'

/** @param onRows after each batch that is saved; what it throws ends the copy there. */
export async function copyTables(
  source: SourceFile,
  client: Client,
  limits: BatchLimits | undefined,
  onRows: (table: string, rows: number) => void,
): Promise<void> {
  for (const table of source.tables) {
    let saved: Promise<void> = Promise.resolve()
    for (const batch of rowBatches(source.rows(table, await lastKey(client, table)), limits)) {
      // The next batch is read while this one is saved, and sent only once it is: without it there would be a gap.
      await saved
      saved = insertRows(client, table, batch).then(() => onRows(table.name, batch.length))
      saved.catch(() => undefined)
    }
    await saved
  }
}
