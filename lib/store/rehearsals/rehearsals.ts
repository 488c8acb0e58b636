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
