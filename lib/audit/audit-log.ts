/** Writes the record, in the transaction of what it describes, and reads it back in words. */
import { randomUUID } from 'node:crypto'
import { type AuditEvent, type AuditKind, type AuditKinds, CONSOLE_NAME } from '@/lib/domain/audit'
import { appendEvent } from '@/lib/store/audit/append-events'
import { canonicalJson, type NewEvent } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import type { Db } from '@/lib/store/rows/db'

/** Who and from where; `actor: null` is the console itself. */
export type Origin = {
  orgId: string | null
  actor: { userId: string; name: string; sessionId: string } | null
  address: string | null
  requestId: string | null
  at: number
}

/** Who requests an act, from where and when. */
export type Requester = {
  actor: { userId: string; name: string; sessionId: string }
  address: string | null
  requestId: string
  deps: { clock: { now: () => number } }
}

export const originOf = (context: Requester, orgId: string | null): Origin => ({
  orgId,
  actor: context.actor,
  address: context.address,
  requestId: context.requestId,
  at: context.deps.clock.now(),
})

export const consoleOrigin = (orgId: string | null, at: number): Origin => ({
  orgId,
  actor: null,
  address: null,
  requestId: null,
  at,
})

/** Appends one event. `db` is the transaction that makes the change. */
export async function record<Kind extends AuditKind>(
  db: Db,
  origin: Origin,
  kind: Kind,
  data: AuditKinds[Kind],
  reason: string | null = null,
): Promise<void> {
  await appendEvent(db, eventRow(origin, kind, data, reason))
}

export function eventRow<Kind extends AuditKind>(
  origin: Origin,
  kind: Kind,
  data: AuditKinds[Kind],
  reason: string | null,
): NewEvent {
  const about = data as { deviceId?: string; operationId?: string }
  return {
    id: randomUUID(),
    org_id: origin.orgId,
    at: origin.at,
    kind,
    data: canonicalJson(data),
    user_id: origin.actor?.userId ?? null,
    actor_name: origin.actor?.name ?? CONSOLE_NAME,
    session_id: origin.actor?.sessionId ?? null,
    address: origin.address,
    request_id: origin.requestId,
    reason,
    device_id: about.deviceId ?? null,
    operation_id: about.operationId ?? null,
  }
}

/** The row as the API sends it. `slugOf` names the org. */
export function toAuditEvent(row: AuditEventRow, slugOf: (orgId: string) => string | null): AuditEvent {
  return {
    sequence: row.sequence,
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    data: JSON.parse(row.data),
    by: { id: row.user_id, name: row.actor_name },
    org: row.org_id === null ? null : slugOf(row.org_id),
    address: row.address,
    requestId: row.request_id,
    reason: row.reason,
  } satisfies Record<keyof AuditEvent, unknown> as AuditEvent
}
