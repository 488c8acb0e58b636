/** What a list of operations shows of each beside its row: one query for all of them. */
import type { OutcomeCounts } from '@/lib/domain/operation'
import type { Db } from './rows/db'

export const noOutcomes = (): OutcomeCounts => ({ pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 })

/** Outcomes by operation; one without items has none. */
export async function outcomesOf(db: Db, operationIds: readonly string[]): Promise<Map<string, OutcomeCounts>> {
  const outcomes = new Map(operationIds.map((id) => [id, noOutcomes()]))
  if (operationIds.length === 0) return outcomes
  const rows = await db
    .selectFrom('operation_items')
    .select(['operation_id', 'outcome', (e) => e.fn.countAll<number>().as('count')])
    .where('operation_id', 'in', operationIds)
    .groupBy(['operation_id', 'outcome'])
    .execute()
  for (const row of rows) (outcomes.get(row.operation_id) as OutcomeCounts)[row.outcome] = row.count
  return outcomes
}

/** The first device of each operation, in the order of its list; one of the whole org has none. */
export async function firstDevicesOf(db: Db, operationIds: readonly string[]): Promise<Map<string, string>> {
  if (operationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('operations')
    .select((e) => [
      'id',
      e
        .selectFrom('operation_items')
        .select('device_id')
        .whereRef('operation_id', '=', 'operations.id')
        .orderBy('position')
        .limit(1)
        .as('device'),
    ])
    .where('id', 'in', operationIds)
    .execute()
  return new Map(rows.flatMap(({ id, device }) => (device === null ? [] : [[id, device]])))
}

/** All devices of some operations, by operation. */
export async function devicesOf(db: Db, operationIds: readonly string[]): Promise<Map<string, string[]>> {
  const devices = new Map<string, string[]>(operationIds.map((id) => [id, []]))
  if (operationIds.length === 0) return devices
  const rows = await db
    .selectFrom('operation_items')
    .select(['operation_id', 'device_id'])
    .where('operation_id', 'in', operationIds)
    .execute()
  for (const row of rows) devices.get(row.operation_id)?.push(row.device_id)
  return devices
}

/** The newest operation that takes each of them back. */
export async function undosOf(db: Db, operationIds: readonly string[]): Promise<Map<string, string>> {
  if (operationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('operations')
    .select(['id', 'undoes'])
    .where('undoes', 'in', operationIds)
    .orderBy('requested_at')
    .execute()
  return new Map(rows.map((row) => [row.undoes as string, row.id]))
}
