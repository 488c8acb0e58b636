/**
 * The console's tables, as Kysely sees them. Times are integer epoch milliseconds, flags are 0 or 1, JSON is text: the
 * subset that SQLite and PostgreSQL share. Every row of an org carries `org_id`, or the id of its operation or selection.
 */
import type { NoteContent } from '@/lib/domain/audit'
import type { ItemOutcome, OperationItem, OperationKind, OperationState } from '@/lib/domain/operation'
import type { StopStatus } from '@/lib/domain/stop'
import type { Hold } from '@/lib/domain/wire/devices'
import type { AuditCheckpointRow, AuditEventRow, AuditHeadRow, PublishedAnchorRow } from './audit-rows'
import type { KeyEventMarkRow, KeyRotationRow, OrgKeyRow } from './key-rows'
import type { InvitationRow, KnownNetworkRow, MembershipRow, SessionRow, UserRow } from './people-rows'
import type { UsagePartCountsRow, UsageSampleRow } from './usage-rows'
import type { LeaseRow, OperationRunRow, SchemaFloorRow, WriterRow } from './writer-rows'

type Flag = 0 | 1

export type OrgRow = {
  id: string
  slug: string
  name: string
  /** `embedded` or an https address. */
  base_url: string
  id_pattern: string
  /** JSON of the authority paths that differ from the default. */
  paths: string
  created_at: number
  /** Plain text for the stop page: what to do when the org is stopped, and whom to call. */
  runbook: string | null
  contact: string | null
  /** When it was made for rehearsals, epoch ms; null: it is no throwaway org. */
  throwaway_since: number | null
}

export type SelectionRow = {
  id: string
  org_id: string
  user_id: string
  selector: string | null
  whole_fleet: Flag
  digest: string
  count: number
  created_at: number
  expires_at: number
}

export type SelectionItemRow = { selection_id: string; position: number; device_id: string }

export type OperationRow = {
  id: string
  org_id: string
  kind: OperationKind
  state: OperationState
  user_id: string | null
  actor_name: string
  session_id: string | null
  address: string | null
  reason: string | null
  selector: string | null
  selection_id: string | null
  undoes: string | null
  /** JSON list of the operations whose holds this restore may release. */
  releases: string
  /** SHA-256 of the request body: the same id with another body is a conflict. */
  body_digest: string
  authority: string
  total: number
  requested_at: number
  accepted_at: number | null
  finished_at: number | null
  stop_status: StopStatus | null
  /** The authority's revision and clock at acceptance: what later readings are compared with. */
  accepted_revision: number | null
  accepted_authority_at: number | null
  error_code: string | null
  error_message: string | null
  error_request_id: string | null
  /** When it is to begin, epoch ms; null: at once. */
  start_at: number | null
  /** 1: a restore that goes step by step. */
  staged: number
  /** 1: made to see agents stop, and to be taken back. */
  rehearsal: number
}

export type OperationItemRow = {
  operation_id: string
  position: number
  device_id: string
  outcome: ItemOutcome
  before: OperationItem['before']
  /** When its call was answered with a yes; null until then. */
  accepted_at: number | null
  /** The authority's revision in that answer: what later readings of the device are compared with. */
  accepted_revision: number | null
  code: string | null
  message: string | null
  request_id: string | null
  updated_at: number
  /** Its step in a staged restore, from 1; 0: there are no steps. */
  step: number
}

export type HoldRow = {
  id: string
  org_id: string
  device_id: string
  kind: Hold['kind']
  operation_id: string | null
  user_id: string | null
  actor_name: string
  reason: string | null
  placed_at: number
  released_at: number | null
  released_by: string | null
  /** The operation that added it by itself; null for a hold placed on each item of its operation, and for older ones. */
  added_by: string | null
}

/** `ended_at`: it revokes no new devices. `lifted_at`: its holds are being, or have been, released. */
export type FenceRow = {
  operation_id: string
  org_id: string
  selector: string
  placed_at: number
  ends_at: number | null
  remind_at: number | null
  reminded_at: number | null
  ended_at: number | null
  lifted_at: number | null
}

/** A device that a rehearsal revoked to see its agent stop, or registered on a throwaway org. */
export type RehearsalRow = { operation_id: string; org_id: string; device_id: string }

/** `twin-changed`: an act changed another device than it was meant for. */
export type AlarmKind = 'contradicted' | 'lifted-elsewhere' | 'stop-refused' | 'twin-changed'

export type AlarmRow = {
  id: string
  org_id: string
  kind: AlarmKind
  operation_id: string
  /** Null where it is about the whole org. */
  device_id: string | null
  raised_at: number
  acknowledged_at: number | null
  acknowledged_by: string | null
}

/** `at` and `revision` are the authority's. */
export type ConfirmationRow = {
  operation_id: string
  device_id: string
  code: string
  at: number | null
  revision: number | null
  request_id: string | null
  /** The device was denied under its own device key. */
  proven: Flag
}

/**
 * `twin_id`: what an authority could take for the device. `before`: its state in the last reading before the operation was
 * sent, which began at `as_of`; `unlisted` where it was not in it.
 */
export type TwinRow = {
  operation_id: string
  device_id: string
  twin_id: string
  before: OperationItem['before'] | 'unlisted'
  as_of: number
}

/** `user_id`: whose it is, or who shared it. `shared` 1: all of the org see it. */
export type SavedViewRow = {
  id: string
  org_id: string
  user_id: string
  name: string
  selector: string
  shared: Flag
  version: number
  created_at: number
}

/** A text is empty where nothing was written. */
export type NoteRow = NoteContent & {
  id: string
  org_id: string
  version: number
  created_at: number
} & NoteAuthorRow

/** Who wrote the note or changed it last, and when; null where the record of older notes does not have it. */
export type NoteAuthorRow = { changed_at: number | null; changed_by: string | null; changed_by_name: string | null }

export type Database = {
  orgs: OrgRow
  org_keys: OrgKeyRow
  users: UserRow
  memberships: MembershipRow
  sessions: SessionRow
  known_networks: KnownNetworkRow
  selections: SelectionRow
  selection_items: SelectionItemRow
  operations: OperationRow
  operation_items: OperationItemRow
  holds: HoldRow
  audit_events: AuditEventRow
  audit_heads: AuditHeadRow
  fences: FenceRow
  rehearsals: RehearsalRow
  key_rotations: KeyRotationRow
  audit_checkpoints: AuditCheckpointRow
  published_anchors: PublishedAnchorRow
  usage_samples: UsageSampleRow
  usage_part_counts: UsagePartCountsRow
  alarms: AlarmRow
  confirmations: ConfirmationRow
  key_event_marks: KeyEventMarkRow
  operation_twins: TwinRow
  saved_views: SavedViewRow
  notes: NoteRow
  invitations: InvitationRow
  leases: LeaseRow
  writers: WriterRow
  operation_runs: OperationRunRow
  schema_floor: SchemaFloorRow
}
