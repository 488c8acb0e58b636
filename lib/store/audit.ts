/** The record. Append-only: this file has an insert and reads, and no other. */
import type { AuditKind } from '@/lib/domain/audit'
import type { Db } from './open-store'
import type { AuditEventRow } from './schema'

export const appendEvent = (db: Db, row: Omit<AuditEventRow, 'sequence'>) =>
  db.insertInto('audit_events').values(row).execute()

export type AuditFilter = {
  orgIds: readonly string[]
  before?: number
  userId?: string
  kinds?: readonly AuditKind[]
  deviceId?: string
  operationId?: string
  from?: number
  to?: number
  limit: number
}

/** Events newest first. Events of no org (sign-ins) are seen by everybody who sees an org. */
export function listEvents(db: Db, filter: AuditFilter) {
  let query = db
    .selectFrom('audit_events')
    .selectAll()
    .where((e) => e.or([e('org_id', 'in', filter.orgIds), e('org_id', 'is', null)]))
  if (filter.before !== undefined) query = query.where('sequence', '<', filter.before)
  if (filter.userId) query = query.where('user_id', '=', filter.userId)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  if (filter.operationId) query = query.where('operation_id', '=', filter.operationId)
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('at', '<', filter.to)
  const { deviceId } = filter
  if (deviceId !== undefined) {
    query = query.where((e) =>
      e.or([
        e('device_id', '=', deviceId),
        e(
          'operation_id',
          'in',
          e.selectFrom('operation_items').select('operation_id').where('device_id', '=', deviceId),
        ),
      ]),
    )
  }
  return query.orderBy('sequence', 'desc').limit(filter.limit).execute()
}

/** Everybody who appears in the record of these orgs, for the filter. */
export const listActors = (db: Db, orgIds: readonly string[]) =>
  db
    .selectFrom('audit_events')
    .select(['user_id', 'actor_name'])
    .distinct()
    .where((e) => e.or([e('org_id', 'in', orgIds), e('org_id', 'is', null)]))
    .orderBy('actor_name')
    .limit(200)
    .execute()
