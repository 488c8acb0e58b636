/** What every download has in common. Each with data of the org is recorded: who took what, how many rows; of a flood, how many. */

import { originOf } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import type { AuditKinds } from '@/lib/domain/audit'
import type { OrgContext } from '../context'

/** A stream where the file may be large: it is made as fast as the client reads it, and no further when the client stops. */
export type Download = { filename: string; contentType: string; body: string | ReadableStream<Uint8Array> }

export const CSV = 'text/csv; charset=utf-8'
export const JSON_LINES = 'application/jsonl; charset=utf-8'

export const recordExport = (
  context: OrgContext,
  what: AuditKinds['export.made']['what'],
  rows: number,
): Promise<void> => {
  const { deps, org } = context
  return recordRepeated(deps, deps.store.db, originOf(context, org.row.id), 'export.made', { what, rows })
}

/** Time of a file name, in UTC. */
export const stamp = (context: OrgContext): string =>
  new Date(context.deps.clock.now()).toISOString().slice(0, 19).replaceAll(':', '')
