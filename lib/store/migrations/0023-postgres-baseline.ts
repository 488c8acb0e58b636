/**
 * The schema of PostgreSQL as SQLite has it after its step 0023: the same tables, columns, keys and indexes. Texts are ordered by their
 * bytes, as SQLite orders them, whatever the language of the database is; every number has 64 bits.
 */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'create table leases (name text primary key, holder text not null, expires_at bigint not null)',
  `create table orgs (id text primary key, slug text not null unique, name text not null, base_url text not null,
    id_pattern text not null, paths text not null, created_at bigint not null, runbook text, contact text,
    throwaway_since bigint)`,
  `create table org_keys (org_id text primary key references orgs(id), ciphertext text not null, updated_at bigint
    not null)`,
  `create table users (id text primary key, email text not null unique, name text not null, password_hash text not
    null, created_at bigint not null, disabled_at bigint, deployment_admin_since bigint)`,
  `create table memberships (org_id text not null references orgs(id), user_id text not null references users(id),
    role text not null, primary key (org_id, user_id))`,
  `create table sessions (id text primary key, user_id text not null references users(id), created_at bigint not
    null, authenticated_at bigint not null, last_seen_at bigint not null, expires_at bigint not null, ended_at
    bigint, address text, device text)`,
  `create table known_networks (user_id text not null references users(id), network text not null, last_at bigint
    not null, primary key (user_id, network))`,
  `create table invitations (id text primary key, org_id text not null references orgs(id), email text not null,
    role text not null, code_digest text not null unique, created_at bigint not null, expires_at bigint not null,
    invited_by text not null, invited_by_name text not null, accepted_at bigint, revoked_at bigint)`,
  `create table selections (id text primary key, org_id text not null references orgs(id), user_id text not null,
    selector text, whole_fleet bigint not null, digest text not null, count bigint not null, created_at bigint not
    null, expires_at bigint not null)`,
  `create table selection_items (selection_id text not null references selections(id), position bigint not null,
    device_id text not null, primary key (selection_id, position))`,
  `create table operations (id text primary key, org_id text not null references orgs(id), kind text not null,
    state text not null, user_id text, actor_name text not null, session_id text, address text, reason text,
    selector text, selection_id text, undoes text, releases text not null, body_digest text not null, authority text
    not null, total bigint not null, requested_at bigint not null, accepted_at bigint, finished_at bigint,
    stop_status text, accepted_revision bigint, accepted_authority_at bigint, error_code text, error_message text,
    error_request_id text, start_at bigint, staged bigint not null default 0, rehearsal bigint not null default 0)`,
  `create table operation_items (operation_id text not null references operations(id), position bigint not null,
    device_id text not null, outcome text not null, before text not null, accepted_at bigint, accepted_revision
    bigint, code text, message text, request_id text, updated_at bigint not null, step bigint not null default 0,
    primary key (operation_id, position))`,
  `create table operation_twins (operation_id text not null references operations(id), device_id text not null,
    twin_id text not null, before text not null, as_of bigint not null, primary key (operation_id, device_id,
    twin_id))`,
  `create table holds (id text primary key, org_id text not null references orgs(id), device_id text not null, kind
    text not null, operation_id text, user_id text, actor_name text not null, reason text, placed_at bigint not
    null, released_at bigint, released_by text, added_by text)`,
  `create table confirmations (operation_id text not null references operations(id), device_id text not null, code
    text not null, at bigint, revision bigint, request_id text, proven bigint not null default 0, primary key
    (operation_id, device_id))`,
  `create table fences (operation_id text primary key references operations(id), org_id text not null references
    orgs(id), selector text not null, placed_at bigint not null, ends_at bigint, remind_at bigint, reminded_at
    bigint, ended_at bigint, lifted_at bigint)`,
  `create table rehearsals (operation_id text primary key references operations(id), org_id text not null
    references orgs(id), device_id text not null)`,
  `create table alarms (id text primary key, org_id text not null references orgs(id), kind text not null,
    operation_id text not null, device_id text, raised_at bigint not null, acknowledged_at bigint, acknowledged_by
    text)`,
  `create table audit_events (sequence bigint primary key, id text not null unique, org_id text, at bigint not
    null, kind text not null, data text not null, user_id text, actor_name text not null, session_id text, address
    text, request_id text, reason text, device_id text, operation_id text, org_sequence bigint, hash text,
    chain_hash text)`,
  'create table audit_heads (chain text primary key, sequence bigint not null, hash text not null)',
  `create table audit_checkpoints (chain text primary key, sequence bigint not null, hash text not null, at bigint
    not null, signed text not null)`,
  'create table published_anchors (name text primary key, anchor text not null)',
  `create table usage_samples (org_id text not null references orgs(id), resolution bigint not null, at bigint not
    null, allowed bigint not null, active bigint not null, revoked bigint not null, cap bigint, registrations
    bigint, validations_allowed bigint, validations_denied bigint, allowed_min bigint, allowed_last bigint,
    active_min bigint, active_max bigint, active_last bigint, revoked_last bigint, cap_last bigint, primary key
    (org_id, resolution, at))`,
  `create table usage_part_counts (org_id text not null references orgs(id), resolution bigint not null, at bigint
    not null, part text not null, counts text not null, primary key (org_id, resolution, at, part))`,
  `create table key_rotations (org_id text not null references orgs(id), id text not null, kind text not null,
    key_id text, key_name text, new_key_id text, overlap_seconds bigint not null, reason text not null, user_id text
    not null, actor_name text not null, requested_at bigint not null, recover_before bigint not null, state text not
    null, settled_at bigint, previous_until bigint, previous_ended_at bigint, recovers text, fault text, primary key
    (org_id, id))`,
  'create table key_event_marks (org_id text primary key references orgs(id), number bigint not null)',
  `create table saved_views (id text primary key, org_id text not null references orgs(id), user_id text not null,
    name text not null, selector text not null, shared bigint not null, version bigint not null, created_at bigint
    not null)`,
  `create table notes (id text primary key, org_id text not null references orgs(id), selector text not null, owner
    text not null, purpose text not null, halts text not null, link text not null, version bigint not null,
    created_at bigint not null, changed_at bigint, changed_by text, changed_by_name text)`,
  'create index alarms_by_operation on alarms (operation_id)',
  'create index alarms_open on alarms (org_id, acknowledged_at)',
  'create index audit_events_by_device on audit_events (device_id)',
  'create index audit_events_by_kind on audit_events (org_id, kind, sequence)',
  'create index audit_events_by_operation on audit_events (operation_id)',
  'create index audit_events_by_org on audit_events (org_id, sequence)',
  'create index audit_events_by_person on audit_events (org_id, user_id, sequence)',
  'create index audit_events_by_time on audit_events (org_id, at)',
  'create index audit_events_by_user_time on audit_events (user_id, at)',
  'create index fences_open on fences (org_id) where lifted_at is null',
  'create index holds_added on holds (added_by) where added_by is not null',
  'create index holds_by_operation on holds (operation_id)',
  'create index holds_live on holds (org_id, device_id) where released_at is null',
  'create index holds_released on holds (released_by) where released_by is not null',
  'create index invitations_by_org on invitations (org_id, created_at)',
  `create unique index key_rotation_under_way on key_rotations (org_id) where state = 'requested'`,
  'create index key_rotations_of_org on key_rotations (org_id, requested_at)',
  'create index notes_by_org on notes (org_id, created_at)',
  'create unique index operation_items_by_device on operation_items (operation_id, device_id)',
  'create index operations_by_org_accepted on operations (org_id, accepted_at)',
  'create index operations_by_selection on operations (selection_id)',
  'create index operations_by_stop on operations (org_id, stop_status)',
  'create index operations_by_time on operations (org_id, requested_at)',
  `create index operations_due on operations (start_at) where state = 'scheduled'`,
  'create index operations_open on operations (state)',
  'create index operations_undoing on operations (undoes)',
  'create index rehearsals_of_org on rehearsals (org_id)',
  'create index saved_views_by_org on saved_views (org_id, shared)',
  'create index selections_by_expiry on selections (expires_at)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement.replace(/\btext\b/g, 'text collate "C"')).execute(db)
}
