/** Reads of the record. Its one way in is `append-events.ts`; nothing changes or deletes an event. */
import { type RawBuilder, sql } from 'kysely'
import type { AuditKind } from '@/lib/domain/audit'
import type { AuditEventRow } from '../rows/audit-rows'
import type { Db } from '../rows/db'

export type AuditFilter = {
  orgIds: readonly string[]
  /** Whose events of no org (sign-ins) are among them; none unless given. `membersOf`: of all who have a role in that org now. */
  orgless?: { userId: string; membersOf?: string } | 'all-users'
  before?: number
  userId?: string
  kinds?: readonly AuditKind[]
  deviceId?: string
  operationId?: string
  from?: number
  to?: number
  limit: number
}

/** How many events a filter lets through, `limit` aside. */
export async function countEvents(db: Db, filter: Omit<AuditFilter, 'limit'>): Promise<number> {
  const count = async (query: ReturnType<typeof filtered>) =>
    (await query.select((e) => e.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count
  const ofOrgs = await count(filtered(db, filter).where('org_id', 'in', filter.orgIds))
  return filter.orgless ? ofOrgs + (await count(orglessOf(db, filter, filter.orgless))) : ofOrgs
}

/** Events newest first. Events of no org (sign-ins) only if the filter includes them. */
export async function listEvents(db: Db, filter: AuditFilter): Promise<AuditEventRow[]> {
  const ofOrgs = await matching(db, filter).where('org_id', 'in', filter.orgIds).execute()
  if (!filter.orgless) return ofOrgs
  const rows = await inOrder(orglessOf(db, filter, filter.orgless), filter).execute()
  // Each comes from an index in its own order; together they would be sorted as a whole.
  return [...ofOrgs, ...rows].sort((a, b) => b.sequence - a.sequence).slice(0, filter.limit)
}

const matching = (db: Db, filter: AuditFilter) => inOrder(filtered(db, filter), filter)

const inOrder = (query: ReturnType<typeof filtered>, { limit }: AuditFilter) =>
  query.selectAll().orderBy('sequence', 'desc').limit(limit)

function orglessOf(db: Db, filter: Omit<AuditFilter, 'limit'>, whose: NonNullable<AuditFilter['orgless']>) {
  const orgless = filtered(db, filter).where('org_id', 'is', null)
  if (whose === 'all-users') return orgless
  const { userId, membersOf } = whose
  if (membersOf === undefined) return orgless.where('user_id', '=', userId)
  const members = db.selectFrom('memberships').select('user_id').where('org_id', '=', membersOf)
  return orgless.where((e) => e.or([e('user_id', '=', userId), e('user_id', 'in', members)]))
}

function filtered(db: Db, filter: Omit<AuditFilter, 'limit'>) {
  let query = db.selectFrom('audit_events')
  if (filter.before !== undefined) query = query.where('sequence', '<', filter.before)
  if (filter.userId) query = query.where('user_id', '=', filter.userId)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  if (filter.operationId) query = query.where('operation_id', '=', filter.operationId)
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('at', '<', filter.to)
  const { deviceId } = filter
  if (deviceId !== undefined) query = query.where('sequence', 'in', sequencesOfDevice(db, deviceId))
  return query
}

/** Events about the device itself, and those of the operations it was in: each operation is looked up, never the whole record. */
const sequencesOfDevice = (db: Db, deviceId: string) =>
  db
    .selectFrom('audit_events')
    .select('sequence')
    .where('device_id', '=', deviceId)
    .union(
      db
        .selectFrom('operations')
        .innerJoin('operation_items', 'operation_items.operation_id', 'operations.id')
        .innerJoin('audit_events', 'audit_events.operation_id', 'operations.id')
        .select('audit_events.sequence')
        .where('operation_items.device_id', '=', deviceId),
    )

const PEOPLE_MAX = 200

export type ActorRow = { user_id: string | null; actor_name: string }

/**
 * Every person who appears in the record of an org (null: in events of no org), for the filter; with the name last used. Walks
 * from person to person along an index instead of through the whole record.
 */
export async function listActors(db: Db, orgId: string | null): Promise<ActorRow[]> {
  const here = orgId === null ? sql`org_id is null` : sql`org_id = ${orgId}`
  const lastName = (who: RawBuilder<unknown>) =>
    sql`(select actor_name from audit_events where ${here} and ${who} order by sequence desc limit 1)`
  const { rows } = await sql<ActorRow>`
    with recursive people (user_id) as (
      select min(user_id) from audit_events where ${here}
      union all
      select (select min(user_id) from audit_events where ${here} and user_id > people.user_id)
      from people where people.user_id is not null
    ), named (user_id, actor_name) as (
      select user_id, ${lastName(sql`audit_events.user_id = people.user_id`)} from people where user_id is not null
      union all
      select null, ${lastName(sql`user_id is null`)}
    )
    select user_id, actor_name from named where actor_name is not null order by actor_name limit ${PEOPLE_MAX}
  `.execute(db)
  return rows
}
