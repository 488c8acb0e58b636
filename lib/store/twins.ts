/** Twins of an operation's devices: ids that its authority could take for them, and what they were before it. */
import type { OperationKind } from '@/lib/domain/operation'
import type { Db } from './rows/db'
import type { TwinRow } from './rows/schema'
import { inSlices } from './rows/write-many'

/** `anew`: what was noted before no longer counts; else the first note of a twin stays. */
export async function noteTwins(db: Db, rows: readonly TwinRow[], anew: boolean): Promise<void> {
  await inSlices(rows, (slice) =>
    db
      .insertInto('operation_twins')
      .values(slice)
      .onConflict((conflict) => {
        const known = conflict.columns(['operation_id', 'device_id', 'twin_id'])
        if (!anew) return known.doNothing()
        return known.doUpdateSet((e) => ({ before: e.ref('excluded.before'), as_of: e.ref('excluded.as_of') }))
      })
      .execute(),
  )
}

export const twinsOf = (db: Db, operationId: string): Promise<TwinRow[]> =>
  db.selectFrom('operation_twins').selectAll().where('operation_id', '=', operationId).execute()

/** What other operations do to the given devices, or did since: pairs of a kind and a device. */
export async function actsSince(
  db: Db,
  { orgId, operationId, since }: { orgId: string; operationId: string; since: number },
  deviceIds: readonly string[],
): Promise<{ kind: OperationKind; device_id: string }[]> {
  const found: { kind: OperationKind; device_id: string }[] = []
  await inSlices(deviceIds, async (slice) => {
    const rows = await db
      .selectFrom('operations')
      .innerJoin('operation_items', 'operation_items.operation_id', 'operations.id')
      .select(['operations.kind', 'operation_items.device_id'])
      .where('operations.org_id', '=', orgId)
      .where('operations.id', '!=', operationId)
      .where('operation_items.device_id', 'in', slice)
      .where((e) => e.or([e('finished_at', 'is', null), e('finished_at', '>=', since)]))
      .where((e) =>
        e.or([
          e('operation_items.accepted_at', '>=', since),
          e.and([
            e('operations.state', 'in', ['queued', 'running', 'cancelling']),
            e('operation_items.outcome', '=', 'pending'),
          ]),
        ]),
      )
      .execute()
    found.push(...rows)
  })
  return found
}
