import type { QueryResult } from 'kysely'
import type { QueryResult as Answer } from 'pg'

/** An answer of `pg` as Kysely wants it. */
export function queryResult<Row>({ command, rowCount, rows }: Answer): QueryResult<Row> {
  return command === 'INSERT' || command === 'UPDATE' || command === 'DELETE'
    ? { numAffectedRows: BigInt(rowCount ?? 0), rows }
    : { rows }
}
