import { setImmediate } from 'node:timers/promises'

/** Rows per statement: well under SQLite's and PostgreSQL's limits on bound values. */
const ROWS_PER_STATEMENT = 500

/** Runs one statement per slice, in order; `offset` is the position of the slice's first row. */
export async function inSlices<Row>(
  rows: readonly Row[],
  run: (slice: Row[], offset: number) => Promise<unknown>,
): Promise<void> {
  for (let offset = 0; offset < rows.length; offset += ROWS_PER_STATEMENT) {
    await run(rows.slice(offset, offset + ROWS_PER_STATEMENT), offset)
    // SQLite answers within the same turn of the loop: without this a long list would hold up everybody else.
    if (offset + ROWS_PER_STATEMENT < rows.length) await setImmediate()
  }
}
