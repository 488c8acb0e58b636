/**
 * The record: one closed union of event kinds, each with its data and a sentence that a person can read. An event is
 * written in the same transaction as what it describes.
 */
import type { KeyKinds } from './keys/key-kinds'
import type { OperationKind, Person } from './operation'
import type { RefusedPassword } from './sign-in/refused-password'
import type { StopStatus } from './stop'

/** Who acts where no person does. */
export const CONSOLE_NAME = 'the console'

/**
 * How an operation ended: of its own row, its items, the holds that it added one by one and the holds that it released, each
 * "count:SHA-256"; absent where there are none. `lib/store/audit/final-states.ts` defines over what.
 */
export type FinalState = { form: 1; row: string; items?: string; added?: string; released?: string }

/** A hold was placed on each of the first `count` items of the operation. */
export type HeldItems = { kind: string; count: number; at: number; reason: string | null }

/**
 * What the store adds to the last event of a transaction about an operation: how it ended (null: it is open again), the holds
 * placed on its items, and which of its parts were altered outside the console before.
 */
type Left = { final?: FinalState | null; held?: HeldItems; altered?: string[] }

/** Kinds that a person can repeat without end, and how many of them are said. */
export const COUNTED = {
  'access.denied': 'refusals',
  'export.made': 'exports',
  'session.signed-in': 'sign-ins',
  'session.signed-out': 'sign-outs',
  'session.confirmed': 'password confirmations',
  'invitation.refused': 'refused invitations',
} as const

export type CountedKind = keyof typeof COUNTED

/** A view that all of an org see, as far as the record keeps it. */
export type SharedView = { name: string; selector: string }

/** What a note says of the devices that its selector picks; an empty text where nothing was written. */
export type NoteContent = { selector: string; owner: string; purpose: string; halts: string; link: string }

/** What people set of an org, as far as it was set; null where there is none. */
export type OrgTexts = { name?: string; idPattern?: string; runbook?: string | null; contact?: string | null }

/** Why the link of an invitation lets no person in. */
export type InvitationFault = 'accepted' | 'revoked' | 'expired' | 'other-person' | 'disabled'

type Kinds = KeyKinds & {
  'operation.requested': {
    operationId: string
    operation: OperationKind
    count: number
    selector: string | null
    deviceId?: string
    undoes?: string
    fence?: { endsAt?: string; remindAt?: string }
    startAt?: string
    staged?: true
    rehearsal?: true
  }
  'operation.accepted': { operationId: string; operation: OperationKind; count: number; requestId?: string }
  'operation.finished': {
    operationId: string
    operation: OperationKind
    outcomes: Record<string, number>
    error?: { code: string; message: string }
  }
  'operation.interrupted': { operationId: string; operation: OperationKind; pending: number }
  'operation.paused': { operationId: string; operation: OperationKind; why?: string }
  'operation.continued': { operationId: string; operation: OperationKind }
  'operation.cancelled': { operationId: string; operation: OperationKind; begun?: false }
  'operation.retried': { operationId: string; operation: OperationKind; count: number }
  'operation.step': { operationId: string; step: number; steps: number; devices: number }
  'operation.begun': { operationId: string; operation: OperationKind }
  'operation.reason': { operationId: string; reason: string }
  'operation.changed': { operationId: string; operation: OperationKind; stop: StopStatus | null }
  'fence.caught': { operationId: string; count: number; again: number; devices: string[] }
  'fence.ended': { operationId: string }
  'fence.due': { operationId: string }
  'access.denied': { permission: string }
  'twin.changed': {
    operationId: string
    operation: OperationKind
    /** The one that was changed. */
    deviceId: string
    /** The one that the act was of. */
    meantId: string
    before: string
    after: string
  }
  'stop.contradicted': { operationId: string; deviceId: string }
  'stop.lifted-elsewhere': { operationId: string }
  'stop.withdrawn': { operationId: string }
  'stop.closed': { operationId: string }
  'alarms.acknowledged': { alarms: number }
  /** Name, address and parts of ids are absent in older events. `unchecked`: the authority was not asked about the key. */
  'org.created': {
    authority: string
    name?: string
    slug?: string
    idPattern?: string
    throwaway?: true
    unchecked?: true
  }
  'org.removed': { authority: string }
  /** What was set, null where it was removed; what is absent was left as it was. `before` is absent in older events. */
  'org.changed': OrgTexts & { before?: OrgTexts }
  /** Shared views; a personal one is no matter of the record. `before` and `after` are null where there was none. */
  'view.changed': { viewId: string; before: SharedView | null; after: SharedView | null }
  /** `before` and `after` are null where there was none. */
  'note.changed': { noteId: string; before: NoteContent | null; after: NoteContent | null }
  'org.key-replaced': { authority: string }
  /** Ids of encryption keys: the key of the org is the same as before. */
  'org.key-resealed': { from: string; to: string }
  'org.key-rejected': { authority: string }
  'user.created': { email: string }
  /** `before`: null for a person who had no role there; absent in older events. */
  'user.role': { email: string; role: string; before?: string | null }
  'user.password': { email: string }
  'user.name': { email: string; before: string; after: string }
  'user.disabled': { email: string }
  'user.enabled': { email: string }
  /** `role`: the one that was held in the org; absent in older events, and where the whole account went. */
  'user.removed': { email: string; role?: string }
  'user.deployment-admin': { email: string; before: boolean; after: boolean }
  'invitation.made': { invitationId: string; email: string; role: string; expiresAt: string }
  /** `why`: what ended it, where no person took it back. */
  'invitation.revoked': { invitationId: string; email: string; role: string; why?: 'replaced' | 'maker-gone' }
  'invitation.accepted': { invitationId: string; email: string; role: string }
  'invitation.refused': { invitationId: string; email: string; why: InvitationFault }
  /** `count`: how many ended with one act; absent for one. */
  'session.ended': { email: string; count?: number }
  'session.signed-in': { email: string }
  'session.refused': RefusedPassword
  'session.confirm-refused': RefusedPassword
  'session.confirmed': { email: string }
  'session.signed-out': { email: string }
  'export.made': { what: 'devices' | 'usage' | 'operation' | 'operations' | 'activity'; rows: number }
  /** What one person did so often that it is counted from `since` on, instead of recorded one by one. */
  'events.counted': { of: CountedKind; count: number; since: string }
  /** `elsewhere`: holds that belong to no operation. */
  'record.extended': { operations: number; holds: number; elsewhere: number }
}

export type AuditKinds = {
  [Kind in keyof Kinds]: Kinds[Kind] extends { operationId: string } ? Kinds[Kind] & Left : Kinds[Kind]
}

export type AuditKind = keyof AuditKinds

export const AUDIT_KINDS = [
  'operation.requested',
  'operation.accepted',
  'operation.finished',
  'operation.interrupted',
  'operation.paused',
  'operation.continued',
  'operation.cancelled',
  'operation.retried',
  'operation.step',
  'operation.begun',
  'operation.reason',
  'operation.changed',
  'fence.caught',
  'fence.ended',
  'fence.due',
  'access.denied',
  'twin.changed',
  'stop.contradicted',
  'stop.lifted-elsewhere',
  'stop.withdrawn',
  'stop.closed',
  'alarms.acknowledged',
  'org.created',
  'org.removed',
  'org.changed',
  'view.changed',
  'note.changed',
  'org.key-replaced',
  'org.key-resealed',
  'org.key-rejected',
  'agent-key.requested',
  'agent-key.changed',
  'key.rotation-requested',
  'key.rotation-settled',
  'key.previous-ended',
  'device-key.requested',
  'device-key.changed',
  'device-key.reported',
  'device-key.reported-many',
  'device-key.events-lost',
  'user.created',
  'user.role',
  'user.password',
  'user.name',
  'user.disabled',
  'user.enabled',
  'user.removed',
  'user.deployment-admin',
  'invitation.made',
  'invitation.revoked',
  'invitation.accepted',
  'invitation.refused',
  'session.ended',
  'session.signed-in',
  'session.refused',
  'session.confirm-refused',
  'session.confirmed',
  'session.signed-out',
  'export.made',
  'events.counted',
  'record.extended',
] as const satisfies readonly AuditKind[]

/** One event as the API sends it; `sequence` grows by one per deployment. */
export type AuditEvent = {
  [Kind in AuditKind]: {
    sequence: number
    id: string
    at: string
    kind: Kind
    data: AuditKinds[Kind]
    by: Person
    org: string | null
    address: string | null
    requestId: string | null
    reason: string | null
  }
}[AuditKind]
