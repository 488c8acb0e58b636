/** What an operation will do to each device, before anything is sent. A device with another person's hold is never called. */
import { randomUUID } from 'node:crypto'
import { textTime } from '@/lib/domain/time/text-time'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { HoldRow, OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { pushTo } from './push-to'

type Releasing = Pick<OperationRow, 'id' | 'kind' | 'undoes' | 'user_id' | 'releases' | 'requested_at'>

/**
 * Whether a restore may release this hold. An undo: those of the operation it takes back, and no other. A plain restore:
 * the person's own, those found elsewhere, and those of the operations that the review named. Fences and fall-back stops
 * are lifted (by `enable`), never restored through. A hold placed after the restore was requested, or in the same millisecond,
 * is a newer stop: it stays.
 */
export function mayRelease(
  operation: Releasing,
  hold: Pick<HoldRow, 'kind' | 'operation_id' | 'user_id' | 'placed_at'>,
): boolean {
  // A registration takes back no stop.
  if (operation.kind === 'register') return false
  if (operation.kind === 'enable') return hold.kind === 'fallback-stop' && hold.placed_at < operation.requested_at
  if (operation.undoes) return hold.operation_id === operation.undoes
  if (hold.placed_at >= operation.requested_at) return false
  if (hold.kind === 'elsewhere') return true
  if (hold.kind !== 'operation') return false
  const named: string[] = JSON.parse(operation.releases)
  return (hold.user_id !== null && hold.user_id === operation.user_id) || named.includes(hold.operation_id ?? '')
}

/** The sentence that names who keeps a device stopped. */
export function heldBy(holds: readonly HoldRow[]): string {
  const names = holds.map((hold) => {
    const when = textTime(hold.placed_at)
    if (hold.kind === 'elsewhere') return `a revoke outside this console, found ${when}`
    return `${hold.kind === 'fence' ? 'the fence of ' : ''}${hold.actor_name}, ${when}`
  })
  return `still held by ${[...new Set(names)].join('; ')}`
}

export function newItem(
  operationId: string,
  position: number,
  deviceId: string,
  org: OrgRuntime,
  now: number,
): OperationItemRow {
  return {
    operation_id: operationId,
    position,
    device_id: deviceId,
    outcome: 'pending',
    before: org.fleet.statusOf(deviceId) ?? 'unknown',
    accepted_at: null,
    accepted_revision: null,
    code: null,
    message: null,
    request_id: null,
    updated_at: now,
    step: 0,
  }
}

/** Marks the items of a restore that another person's hold keeps stopped. An undo lists them as skipped, a restore as refused. */
export function withHolds(
  operation: Releasing,
  items: OperationItemRow[],
  holds: readonly HoldRow[],
): OperationItemRow[] {
  const blocking = new Map<string, HoldRow[]>()
  for (const hold of holds) {
    if (!mayRelease(operation, hold)) pushTo(blocking, hold.device_id, hold)
  }
  return items.map((item) => {
    const held = blocking.get(item.device_id)
    if (!held) return item
    return { ...item, outcome: operation.undoes ? 'skipped' : 'refused', code: 'held', message: heldBy(held) }
  })
}

export function newHold(
  operation: Pick<OperationRow, 'id' | 'org_id' | 'user_id' | 'actor_name' | 'reason'>,
  deviceId: string,
  kind: HoldRow['kind'],
  now: number,
): HoldRow {
  const elsewhere = kind === 'elsewhere'
  return {
    id: randomUUID(),
    org_id: operation.org_id,
    device_id: deviceId,
    kind,
    operation_id: elsewhere ? null : operation.id,
    user_id: elsewhere ? null : operation.user_id,
    actor_name: elsewhere ? 'a person or program outside this console' : operation.actor_name,
    reason: elsewhere ? null : operation.reason,
    placed_at: now,
    released_at: null,
    released_by: null,
    added_by: operation.id,
  }
}
