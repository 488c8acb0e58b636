/** Alarms of an org: raised by what was read, put away by a person. */

import type { Db } from './rows/db'
import type { AlarmRow } from './rows/schema'
import { insertMany } from './rows/write-many'

export const insertAlarms = (db: Db, rows: readonly AlarmRow[]) => insertMany(db, 'alarms', rows)

/** How many of each kind are open, and when the newest of them was raised. */
export const countOpenAlarms = (db: Db, orgId: string) =>
  db
    .selectFrom('alarms')
    .select(['kind', (e) => e.fn.countAll<number>().as('count'), (e) => e.fn.max('raised_at').as('newest_at')])
    .where('org_id', '=', orgId)
    .where('acknowledged_at', 'is', null)
    .groupBy('kind')
    .execute()

/** Alarms of stops that are not over, acknowledged or not: each is raised once. */
export const listAlarmsOf = (db: Db, operationIds: readonly string[]) =>
  operationIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('alarms')
        .select(['operation_id', 'device_id', 'kind'])
        .where('operation_id', 'in', operationIds)
        .execute()

/** @returns how many were open until now. */
export async function acknowledgeAlarms(
  db: Db,
  orgId: string,
  raisedUntil: number,
  userId: string,
  now: number,
): Promise<number> {
  const result = await db
    .updateTable('alarms')
    .set({ acknowledged_at: now, acknowledged_by: userId })
    .where('org_id', '=', orgId)
    .where('acknowledged_at', 'is', null)
    .where('raised_at', '<=', raisedUntil)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
