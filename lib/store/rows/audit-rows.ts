import type { AuditKind } from '@/lib/domain/audit'

export type AuditEventRow = {
  sequence: number
  id: string
  org_id: string | null
  at: number
  kind: AuditKind
  data: string
  user_id: string | null
  actor_name: string
  session_id: string | null
  address: string | null
  request_id: string | null
  reason: string | null
  device_id: string | null
  operation_id: string | null
  /** Its place in the chain of its org, or of the events of no org; from 1. */
  org_sequence: number
  /** Its hash in that chain, and in the chain of the deployment. */
  hash: string
  chain_hash: string
}

/** The last event of a chain. */
export type AuditHeadRow = { chain: string; sequence: number; hash: string }

/** Where a chain begins once its older events were dropped: the last of them, signed. */
export type AuditCheckpointRow = AuditHeadRow & { at: number; signed: string }

/** The anchor published last, as JSON, so that a target that lost it is noticed. One row, named `last`. */
export type PublishedAnchorRow = { name: string; anchor: string }
