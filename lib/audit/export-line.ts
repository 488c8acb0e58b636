/**
 * One event as a line of an exported record: all that was hashed, so that any reader can compare it with an anchor. If
 * retention dropped events, a line with the signed checkpoint replaces them. The last line is the head to keep.
 */
import { z } from 'zod'
import { AUDIT_KINDS } from '@/lib/domain/audit'
import { plainJson } from '@/lib/domain/escaped-text'
import { canonicalJson } from '@/lib/store/audit/audit-chain'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'

const Text = z.string().nullable()

const RecordLine = z.strictObject({
  sequence: z.int(),
  chain: Text,
  chainSequence: z.int(),
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(AUDIT_KINDS),
  data: z.record(z.string(), z.unknown()),
  userId: Text,
  actorName: z.string(),
  sessionId: Text,
  address: Text,
  requestId: Text,
  reason: Text,
  deviceId: Text,
  operationId: Text,
  hash: z.string(),
})

export const recordLine = (row: AuditEventRow): string =>
  plainJson({
    sequence: row.sequence,
    chain: row.org_id,
    chainSequence: row.org_sequence,
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    data: JSON.parse(row.data),
    userId: row.user_id,
    actorName: row.actor_name,
    sessionId: row.session_id,
    address: row.address,
    requestId: row.request_id,
    reason: row.reason,
    deviceId: row.device_id,
    operationId: row.operation_id,
    hash: row.hash,
  } satisfies z.output<typeof RecordLine>)

/** @param signed the checkpoint as the store keeps it. */
export const checkpointLine = (signed: string): string => `{"checkpoint":${signed}}`

/** The checkpoint of a line, not yet compared with a key; undefined for every other line. */
export function parseCheckpointLine(line: string): unknown {
  const parsed = parseJson(line)
  return parsed !== null && typeof parsed === 'object' && 'checkpoint' in parsed ? parsed.checkpoint : undefined
}

/** @param head as `formatHead` makes it. */
export const headLine = (head: string): string => JSON.stringify({ head })

/** The head of a line; undefined for every other line. */
export function parseHeadLine(line: string): string | undefined {
  const parsed = parseJson(line)
  if (parsed === null || typeof parsed !== 'object' || !('head' in parsed)) return undefined
  return typeof parsed.head === 'string' ? parsed.head : undefined
}

/** Null for what is no such line. The hash in the chain of the deployment is not exported. */
export function parseRecordLine(line: string): AuditEventRow | null {
  const parsed = parseJson(line)
  const { data: event } = RecordLine.safeParse(parsed)
  if (!event) return null
  return {
    sequence: event.sequence,
    org_id: event.chain,
    org_sequence: event.chainSequence,
    id: event.id,
    at: Date.parse(event.at),
    kind: event.kind,
    data: canonicalJson(event.data),
    user_id: event.userId,
    actor_name: event.actorName,
    session_id: event.sessionId,
    address: event.address,
    request_id: event.requestId,
    reason: event.reason,
    device_id: event.deviceId,
    operation_id: event.operationId,
    hash: event.hash,
    chain_hash: '',
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
