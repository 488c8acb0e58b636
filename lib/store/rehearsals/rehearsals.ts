import { OPEN_STOPS } from '@/lib/domain/stop-state'
import type { Db } from '../rows/db'
import type { RehearsalRow } from '../rows/schema'

export const insertRehearsal = (db: Db, row: RehearsalRow) => db.insertInto('rehearsals').values(row).execute()

/** Rehearsals whose own hold still keeps their device stopped, oldest first. */
export const openRehearsals = (db: Db, orgId: string) =>
  db
    .selectFrom('rehearsals')
    .innerJoin('holds', (join) =>
      join
        .onRef('holds.operation_id', '=', 'rehearsals.operation_id')
        .onRef('holds.device_id', '=', 'rehearsals.device_id'),
    )
    .innerJoin('operations', 'operations.id', 'rehearsals.operation_id')
    .select([
      'rehearsals.operation_id',
      'rehearsals.device_id',
      'operations.user_id',
      'operations.actor_name',
      'operations.requested_at',
    ])
    .where('rehearsals.org_id', '=', orgId)
    .where('holds.released_at', 'is', null)
    .orderBy('operations.requested_at')
    .execute()

/** Rehearsals of the stop of the whole org that are in force or may be, oldest first. */
export const openOrgRehearsals = (db: Db, orgId: string) =>
  db
    .selectFrom('operations')
    .select(['id', 'user_id', 'actor_name', 'requested_at', 'stop_status'])
    .where('org_id', '=', orgId)
    .where('kind', '=', 'disable')
    .where('rehearsal', '=', 1)
    .where('stop_status', 'in', ['accepted', ...OPEN_STOPS])
    .orderBy('requested_at')
    .execute()

/** Ids that a rehearsal registered on the org. */
export async function rehearsedIds(db: Db, orgId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('rehearsals')
    .innerJoin('operations', 'operations.id', 'rehearsals.operation_id')
    .innerJoin('operation_items', (join) =>
      join
        .onRef('operation_items.operation_id', '=', 'rehearsals.operation_id')
        .onRef('operation_items.device_id', '=', 'rehearsals.device_id'),
    )
    .select('rehearsals.device_id')
    .where('rehearsals.org_id', '=', orgId)
    .where('operations.kind', '=', 'register')
    .where('operation_items.outcome', '=', 'done')
    .execute()
  return new Set(rows.map((row) => row.device_id))
}
