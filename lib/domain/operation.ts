/** An operation: one act of a person on a selection or an org, with its per-device outcomes. Types only; no I/O. */
import type { IdGroup } from './ids/groups-of-ids'
import type { Permission } from './policy'
import type { StopCounts, StopSending, StopStatus } from './stop'

export const OPERATION_KINDS = ['revoke', 'restore', 'remove', 'register', 'disable', 'enable'] as const
export type OperationKind = (typeof OPERATION_KINDS)[number]

/** A stop takes the short path, waits for nothing and needs no preview. */
export const isStop = (kind: OperationKind): boolean => kind === 'revoke' || kind === 'disable'
/** A resume is guarded: reviewed, with a reason, after a recent sign-in. */
export const isResume = (kind: OperationKind): boolean => kind === 'restore' || kind === 'enable'
/** Acts on the org itself and has no items. */
export const isOrgWide = (kind: OperationKind): boolean => kind === 'disable' || kind === 'enable'

export const PERMISSION_OF = {
  revoke: 'stop',
  disable: 'stop',
  restore: 'resume',
  enable: 'resume',
  register: 'resume',
  remove: 'remove',
} as const satisfies Record<OperationKind, Permission>

/**
 * - `queued`: recorded, its first call is not out yet. - `running`: calls are out. - `finished`: every item has an outcome.
 * - `scheduled`: begins later. - `paused`: a person paused it, or the authority fell silent in the middle of a resume. - `interrupted`: the console
 * stopped in the middle of a resume. Both wait for a person. - `cancelling`: nothing more is sent; what was sent is read back.
 */
export const OPERATION_STATES = [
  'scheduled',
  'queued',
  'running',
  'paused',
  'interrupted',
  'cancelling',
  'finished',
] as const
export type OperationState = (typeof OPERATION_STATES)[number]

/**
 * - `pending`: not called yet, or called and not read back. - `done`: read in the wanted state afterwards.
 * - `refused`: the authority said no. - `failed`: gave up. - `unknown`: called, could not be read back.
 * - `skipped`: was so already, or cancelled before it was sent.
 */
export const ITEM_OUTCOMES = ['pending', 'done', 'refused', 'failed', 'unknown', 'skipped'] as const
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number]
export type OutcomeCounts = Record<ItemOutcome, number>

/** Who requested it. `id` is null for the console itself. */
export type Person = { id: string | null; name: string }

/** How long a revoke stays in force, and whether it still is. Times are ISO 8601 UTC. */
export type FenceTerm = {
  endsAt: string | null
  remindAt: string | null
  /** It revokes no new devices: its end came, or a person ended it. */
  endedAt: string | null
  /** It was taken back: what it held was given up. */
  liftedAt: string | null
}

/** True while a device that matches later is revoked when it is seen. */
export const isInForce = ({ endedAt, liftedAt }: Pick<FenceTerm, 'endedAt' | 'liftedAt'>): boolean =>
  endedAt === null && liftedAt === null

/** An operation as a person knows it where it is linked: what, when, by whom. `requestedAt` is ISO 8601 UTC. */
export type NamedOperation = Pick<Operation, 'id' | 'kind' | 'total' | 'requestedAt'> & {
  by: string
  /** The first of its devices; absent: it has none, or it is not known. */
  firstDevice?: string
  /** What a fence is of (empty: the whole fleet); null where it is none. */
  fenceOf: string | null
}

/**
 * What ended another operation, wholly or in part. `undo`: it was asked for as the undo of that one. `devices`: how many of
 * its devices it changed; null for the whole org.
 */
export type EndingOperation = NamedOperation & {
  undo: boolean
  state: OperationState
  /** It was scheduled, and withdrawn before its time. */
  withdrawn: boolean
  devices: number | null
}

/** An operation as the API sends it. Times are ISO 8601 UTC. */
export type Operation = {
  id: string
  org: string
  kind: OperationKind
  state: OperationState
  by: Person
  reason: string | null
  /** The text that picked the devices, null where ids were ticked or the act is org-wide. */
  selector: string | null
  selectionId: string | null
  /** The operation that this one takes back. */
  undoes: string | null
  /** The newest operation that took this one back. */
  undoneBy: string | null
  /** That operation by name, or else the resume or stop that lifted or superseded this one; absent: none, or not known. */
  endedBy?: EndingOperation
  /** What `undoes` points at, by name. */
  takesBack?: NamedOperation
  requestedAt: string
  /** When the authority had acknowledged every call (org-wide: the one call). */
  acceptedAt: string | null
  finishedAt: string | null
  /** When it begins, or was to begin; null: at once. */
  startAt?: string | null
  /** A restore that goes step by step. */
  staged?: boolean
  /** A revoke that stays in force; absent or null: one that was done once. */
  fence?: FenceTerm | null
  /** What it takes back is a fence. */
  liftsFence?: boolean
  /** Name of the authority that answered. */
  authority: string
  total: number
  /** The first of its devices, in the order of its list; absent: it has none, or it is not known. */
  firstDevice?: string
  /** Ids that no selector picked, by environment and role; absent: one, too many to be counted, or of the whole org. */
  groups?: IdGroup[]
  outcomes: OutcomeCounts
  /** Only for stops. `unusable`: as in `StopSummary`. */
  stop: ({ status: StopStatus; counts: StopCounts; unusable?: number } & StopSending) | null
  /** The first fault of the operation as a whole, as the authority put it. */
  error: { code: string; message: string; requestId: string | null } | null
}

/** One device of an operation. */
export type OperationItem = {
  deviceId: string
  outcome: ItemOutcome
  code: string | null
  message: string | null
  requestId: string | null
  /** State in which the operation found the device. */
  before: 'active' | 'revoked' | 'unknown'
  updatedAt: string
}

/** What takes an operation back; null where nothing does. */
export function undoKind(kind: OperationKind): OperationKind | null {
  const inverse = {
    revoke: 'restore',
    restore: 'revoke',
    disable: 'enable',
    enable: 'disable',
    remove: null,
    register: null,
  } as const
  return inverse[kind]
}
