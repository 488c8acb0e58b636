/** What the first page of an org says of its operations: which wait for a person, and how many of each kind a day had. */
import type { OperationKind } from '@/lib/domain/operation'
import type { Db } from './rows/db'
import type { OperationRow } from './rows/schema'

/** The oldest operations that go no further without a person, and how many there are. */
export async function listWaitingOperations(
  db: Db,
  orgId: string,
  limit: number,
): Promise<{ rows: OperationRow[]; total: number }> {
  const waiting = db
    .selectFrom('operations')
    .where('org_id', '=', orgId)
    .where('state', 'in', ['paused', 'interrupted'])
  const rows = await waiting.selectAll().orderBy('requested_at').orderBy('id').limit(limit).execute()
  if (rows.length < limit) return { rows, total: rows.length }
  const { count } = await waiting.select((e) => e.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { rows, total: count }
}

/** Operations requested from a time on (epoch ms), by kind, with the devices that they were of. */
export async function requestedSince(
  db: Db,
  orgId: string,
  from: number,
): Promise<{ kind: OperationKind; operations: number; devices: number }[]> {
  return db
    .selectFrom('operations')
    .select((e) => ['kind', e.fn.countAll<number>().as('operations'), e.fn.sum<number>('total').as('devices')])
    .where('org_id', '=', orgId)
    .where('requested_at', '>=', from)
    .groupBy('kind')
    .orderBy('kind')
    .execute()
}
