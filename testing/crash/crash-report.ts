/** What the store of a console holds, as far as a crash may have lost any of it. */
import type { Store } from '@/lib/store/rows/db'

export type ReportedOperation = {
  id: string
  kind: string
  state: string
  stopStatus: string | null
  acceptedAt: number | null
  total: number
}
/** Operation, device, outcome, whether the authority acknowledged it, code. */
export type ReportedItem = [
  operationId: string,
  deviceId: string,
  outcome: string,
  accepted: boolean,
  code: string | null,
]
export type ReportedHold = {
  id: string
  operationId: string | null
  deviceId: string
  releasedBy: string | null
  isLive: boolean
}
export type Report = {
  operations: ReportedOperation[]
  items: ReportedItem[]
  holds: ReportedHold[]
  /** How many events of a kind an operation has. */
  events: [operationId: string, kind: string, count: number][]
}

/** Holds first: whatever released one is there by the time that the others are read. */
export async function reportOf({ reads }: Pick<Store, 'reads'>): Promise<Report> {
  const holds = await reads.selectFrom('holds').selectAll().execute()
  const items = await reads.selectFrom('operation_items').selectAll().execute()
  const operations = await reads.selectFrom('operations').selectAll().execute()
  return {
    holds: holds.map((hold) => ({
      id: hold.id,
      operationId: hold.operation_id,
      deviceId: hold.device_id,
      releasedBy: hold.released_by,
      isLive: hold.released_at === null,
    })),
    items: items.map((item) => [item.operation_id, item.device_id, item.outcome, item.accepted_at !== null, item.code]),
    operations: operations.map((row) => ({
      id: row.id,
      kind: row.kind,
      state: row.state,
      stopStatus: row.stop_status,
      acceptedAt: row.accepted_at,
      total: row.total,
    })),
    events: await countEvents(reads),
  }
}

export async function countEvents(reads: Store['reads']): Promise<Report['events']> {
  const rows = await reads
    .selectFrom('audit_events')
    .select(['operation_id', 'kind', (e) => e.fn.countAll<number>().as('count')])
    .where('operation_id', 'is not', null)
    .groupBy(['operation_id', 'kind'])
    .execute()
  return rows.map((row) => [row.operation_id as string, row.kind, row.count])
}

/** How often an operation's items were opened again: by a person, or by a fence whose device was restored. */
export function reopenings(events: Report['events']): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [id, kind, count] of events)
    if (kind === 'operation.retried' || kind === 'fence.caught') counts.set(id, (counts.get(id) ?? 0) + count)
  return counts
}
