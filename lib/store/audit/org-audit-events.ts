/** The record of one org from the oldest event on, as an export takes it. */

import type { AuditEventRow } from '../rows/audit-rows'
import type { Db } from '../rows/db'

/** The newest event of the org, and how many there are up to it. */
export const orgRecordUntil = async (db: Db, orgId: string): Promise<{ until: number; events: number }> => {
  const row = await db
    .selectFrom('audit_events')
    .select((e) => [e.fn.max('sequence').as('until'), e.fn.countAll<number>().as('events')])
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow()
  return { until: row.until ?? 0, events: row.events }
}

/** Page by page, up to and including `until`. */
export async function* orgEventsInOrder(
  db: Db,
  orgId: string,
  { until, pageRows }: { until: number; pageRows: number },
): AsyncGenerator<AuditEventRow[]> {
  for (let last = 0; last < until; ) {
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('sequence', '>', last)
      .where('sequence', '<=', until)
      .orderBy('sequence')
      .limit(pageRows)
      .execute()
    if (rows.length > 0) yield rows
    if (rows.length < pageRows) return
    last = (rows.at(-1) as AuditEventRow).sequence
  }
}
