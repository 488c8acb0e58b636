/** Rotations of org keys and agent keys: what was asked for, and what became of it. No text of a key. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table key_rotations (
    org_id text not null references orgs(id), id text not null, kind text not null, key_id text, key_name text, new_key_id text,
    overlap_seconds integer not null, reason text not null, user_id text not null, actor_name text not null,
    requested_at bigint not null, recover_before bigint not null, state text not null, settled_at bigint, previous_until bigint, previous_ended_at bigint,
    recovers text, fault text, primary key (org_id, id))`,
  'create index key_rotations_of_org on key_rotations (org_id, requested_at)',
  // One at a time: the second would not know which key it replaces.
  "create unique index key_rotation_under_way on key_rotations (org_id) where state = 'requested'",
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
