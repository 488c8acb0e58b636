/**
 * The record holds how operations end, from here on. Where there are operations already, an event says so: what they came to
 * before it was never written down, and is not made up now.
 */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { CONSOLE_NAME } from '@/lib/domain/audit'
import { type NewEvent, writeEvents } from '../append-events'
import { canonicalJson } from '../audit-chain'
import type { Database } from '../schema'

const STATEMENTS = [
  'alter table holds add column added_by text',
  'create index holds_added on holds (added_by) where added_by is not null',
  'create index holds_released on holds (released_by) where released_by is not null',
  'create table published_anchors (name text primary key, anchor text not null)',
]

export async function up(untyped: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(untyped)
  const db = untyped as Kysely<Database>
  const { operations } = await db
    .selectFrom('operations')
    .select((e) => e.fn.countAll<number>().as('operations'))
    .executeTakeFirstOrThrow()
  if (operations === 0) return
  const { holds, elsewhere } = await db
    .selectFrom('holds')
    .select((e) => [
      e.fn.countAll<number>().as('holds'),
      sql<number>`coalesce(sum(case when operation_id is null then 1 else 0 end), 0)`.as('elsewhere'),
    ])
    .executeTakeFirstOrThrow()
  await writeEvents(db, [
    { ...EVENT, id: randomUUID(), at: Date.now(), data: canonicalJson({ operations, holds, elsewhere }) },
  ])
}

const EVENT = {
  kind: 'record.extended',
  org_id: null,
  user_id: null,
  actor_name: CONSOLE_NAME,
  session_id: null,
  address: null,
  request_id: null,
  reason: null,
  device_id: null,
  operation_id: null,
} satisfies Partial<NewEvent>
