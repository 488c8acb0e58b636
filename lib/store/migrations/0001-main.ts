/** The first schema: people, orgs, operations with their items and holds, the record, usage. */
import { type Kysely, sql } from 'kysely'

const TABLES = [
  `create table leases (name text primary key, holder text not null, expires_at bigint not null)`,
  `create table orgs (
    id text primary key, slug text not null unique, name text not null, base_url text not null,
    id_pattern text not null, paths text not null, created_at bigint not null)`,
  `create table org_keys (org_id text primary key references orgs(id), ciphertext text not null, updated_at bigint not null)`,
  `create table users (
    id text primary key, email text not null unique, name text not null, password_hash text not null,
    created_at bigint not null, disabled_at bigint)`,
  `create table memberships (
    org_id text not null references orgs(id), user_id text not null references users(id), role text not null,
    primary key (org_id, user_id))`,
  `create table sessions (
    id text primary key, user_id text not null references users(id), created_at bigint not null,
    authenticated_at bigint not null, last_seen_at bigint not null, expires_at bigint not null, ended_at bigint, address text)`,
  `create table selections (
    id text primary key, org_id text not null references orgs(id), user_id text not null, selector text,
    whole_fleet integer not null, digest text not null, count integer not null,
    created_at bigint not null, expires_at bigint not null)`,
  `create index selections_by_expiry on selections (expires_at)`,
  `create table selection_items (
    selection_id text not null references selections(id), position integer not null, device_id text not null,
    primary key (selection_id, position))`,
  `create table operations (
    id text primary key, org_id text not null references orgs(id), kind text not null, state text not null,
    user_id text, actor_name text not null, session_id text, address text, reason text, selector text, selection_id text,
    undoes text, releases text not null, body_digest text not null, authority text not null, total integer not null,
    requested_at bigint not null, accepted_at bigint, finished_at bigint, stop_status text,
    accepted_revision bigint, accepted_authority_at bigint, error_code text, error_message text, error_request_id text)`,
  `create index operations_by_time on operations (org_id, requested_at)`,
  `create index operations_open on operations (state)`,
  `create index operations_undoing on operations (undoes)`,
  `create table operation_items (
    operation_id text not null references operations(id), position integer not null, device_id text not null,
    outcome text not null, before text not null, accepted_at bigint, accepted_revision bigint, code text, message text, request_id text,
    updated_at bigint not null, primary key (operation_id, device_id))`,
  `create index operation_items_by_device on operation_items (device_id)`,
  `create index operation_items_by_position on operation_items (operation_id, position)`,
  `create table holds (
    id text primary key, org_id text not null references orgs(id), device_id text not null, kind text not null,
    operation_id text, user_id text, actor_name text not null, reason text,
    placed_at bigint not null, released_at bigint, released_by text)`,
  `create index holds_by_device on holds (org_id, device_id)`,
  `create index holds_by_operation on holds (operation_id)`,
  `create table audit_events (
    sequence integer primary key, id text not null unique, org_id text, at bigint not null, kind text not null,
    data text not null, user_id text, actor_name text not null, session_id text, address text, request_id text,
    reason text, device_id text, operation_id text)`,
  `create index audit_events_by_org on audit_events (org_id, sequence)`,
  `create index audit_events_by_device on audit_events (device_id)`,
  `create index audit_events_by_operation on audit_events (operation_id)`,
  `create table usage_samples (
    org_id text not null references orgs(id), resolution integer not null, at bigint not null,
    allowed integer not null, active integer not null, revoked integer not null, cap integer,
    registrations bigint, validations_allowed bigint, validations_denied bigint,
    primary key (org_id, resolution, at))`,
  `create table usage_parts (
    org_id text not null references orgs(id), resolution integer not null, at bigint not null,
    part text not null, value text not null, active integer not null,
    primary key (org_id, resolution, at, part, value))`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await sql.raw(statement).execute(db)
}
