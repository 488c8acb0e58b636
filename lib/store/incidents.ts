/** What belongs to the line of a stop besides its own events: who resumed, who put its alarms away. */

import type { Db } from './rows/db'
import type { OperationRow } from './rows/schema'

const RESUMES_MAX = 50

/** Resumes that name the stop, that released a hold of it, or that lifted the stop of the whole org. Oldest first. */
export async function resumesOf(db: Db, stop: OperationRow): Promise<OperationRow[]> {
  const named = await db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', stop.org_id)
    .where('kind', 'in', ['restore', 'enable'])
    .where((e) =>
      e.or([
        e('undoes', '=', stop.id),
        e(
          'id',
          'in',
          e
            .selectFrom('holds')
            .select('released_by')
            .where('operation_id', '=', stop.id)
            .where('released_by', 'is not', null)
            .$castTo<{ released_by: string }>(),
        ),
      ]),
    )
    .orderBy('requested_at')
    .limit(RESUMES_MAX)
    .execute()
  if (stop.kind !== 'disable' || stop.stop_status !== 'lifted' || stop.accepted_at === null || named.length > 0)
    return named
  return db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', stop.org_id)
    .where('kind', '=', 'enable')
    .where('accepted_at', '>=', stop.accepted_at)
    .orderBy('accepted_at')
    .limit(1)
    .execute()
}

/** Devices that a stop no longer holds, with the authority's revision at which each was restored, if it reports revisions. */
export const releasesOf = (db: Db, operationId: string) =>
  db
    .selectFrom('holds')
    .leftJoin('operation_items', (join) =>
      join
        .onRef('operation_items.operation_id', '=', 'holds.released_by')
        .onRef('operation_items.device_id', '=', 'holds.device_id'),
    )
    .select(['holds.device_id', 'operation_items.accepted_revision'])
    .where('holds.operation_id', '=', operationId)
    .where('holds.released_at', 'is not', null)
    .execute()

/** Who put how many alarms of a stop away, and when. */
export const acknowledgementsOf = (db: Db, operationId: string) =>
  db
    .selectFrom('alarms')
    .leftJoin('users', 'users.id', 'alarms.acknowledged_by')
    .select([
      'alarms.acknowledged_at',
      'alarms.acknowledged_by',
      'users.name',
      (e) => e.fn.countAll<number>().as('alarms'),
    ])
    .where('alarms.operation_id', '=', operationId)
    .where('alarms.acknowledged_at', 'is not', null)
    .groupBy(['alarms.acknowledged_at', 'alarms.acknowledged_by', 'users.name'])
    .orderBy('alarms.acknowledged_at')
    .execute()
