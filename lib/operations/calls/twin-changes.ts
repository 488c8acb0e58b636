/** When an operation is read back: a twin that changed is what the act changed, and an alarm. */
import { randomUUID } from 'node:crypto'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertAlarms, listAlarmsOf } from '@/lib/store/alarms'
import { operationDeviceIds } from '@/lib/store/operation-progress'
import type { Db } from '@/lib/store/rows/db'
import type { AlarmRow, OperationRow, TwinRow } from '@/lib/store/rows/schema'
import { actsSince } from '@/lib/store/twins'
import type { OperationDeps } from '../deps/operation-deps'
import { pushTo } from '../plan/push-to'
import { callKindOf } from './call-devices'
import { twinsSince } from './twins'

export type TwinChange = Pick<TwinRow, 'device_id' | 'twin_id' | 'before'> & { after: TwinRow['before'] }
/** By the device that they are twins of. */
export type TwinChanges = ReadonlyMap<string, readonly TwinChange[]>

export const NO_CHANGES: TwinChanges = new Map()
export const TWIN_CHANGED = 'twin-changed'

/** @param sent open devices that a call may have gone out for. @param noted their twins as they were before. */
export async function observedTwinChanges(
  { store }: Pick<OperationDeps, 'store'>,
  org: OrgRuntime,
  row: OperationRow,
  sent: readonly string[],
  noted: readonly TwinRow[],
): Promise<TwinChanges> {
  const since = callKindOf(row.kind) === 'revoke' ? twinsSince(org, row, sent, noted) : []
  const own = new Set(since.length > 0 ? await operationDeviceIds(store.reads, row.id).catch(() => []) : [])
  return twinChanges(store.reads, org, [...noted, ...since.filter(({ twin_id: id }) => !own.has(id))])
}

/** The state in which an act leaves a device. */
const LEAVES = { revoke: 'revoked', restore: 'active', register: 'active', remove: 'unlisted' } as const

/** Twins that are now in another state than noted, and not because another operation of ours wanted it so. */
async function twinChanges(db: Db, org: OrgRuntime, noted: readonly TwinRow[]): Promise<TwinChanges> {
  const changes = new Map<string, TwinChange[]>()
  const changed = noted.filter(({ twin_id: id, before }) => stateOf(org, id) !== before)
  const [first] = changed
  if (!first) return changes
  const since = Math.min(...changed.map((row) => row.as_of))
  const ids = changed.map((row) => row.twin_id)
  const operation = { orgId: org.row.id, operationId: first.operation_id, since }
  // If the store cannot be read, every change counts.
  const acts = await actsSince(db, operation, ids).catch(() => [])
  const ours = new Set(acts.map(({ kind, device_id: id }) => JSON.stringify([id, LEAVES[callKindOf(kind)]])))
  for (const { device_id, twin_id, before } of changed) {
    const after = stateOf(org, twin_id)
    if (!ours.has(JSON.stringify([twin_id, after]))) pushTo(changes, device_id, { device_id, twin_id, before, after })
  }
  return changes
}

const stateOf = (org: OrgRuntime, id: string): TwinRow['before'] => org.fleet.statusOf(id) ?? 'unlisted'

/** Why the item failed: it names both ids. */
export function twinMessage({ device_id: id, twin_id: twin, before, after }: TwinChange): string {
  return `with the act on "${shownId(id)}" the authority changed "${shownId(twin)}" from ${before} to ${after}: it may take one for the other. Look at both`
}

/** Each twin that changed is an alarm and an event, once per operation. `db` is the transaction that writes the outcomes. */
export async function raiseTwinAlarms(
  db: Db,
  org: OrgRuntime,
  operation: Pick<OperationRow, 'id' | 'kind'>,
  changes: TwinChanges,
  now: number,
): Promise<void> {
  if (changes.size === 0) return
  const known = new Set(
    (await listAlarmsOf(db, [operation.id])).map((row) => JSON.stringify([row.kind, row.device_id])),
  )
  for (const { device_id: meantId, twin_id: twinId, before, after } of [...changes.values()].flat()) {
    const key = JSON.stringify([TWIN_CHANGED, twinId])
    if (known.has(key)) continue
    known.add(key)
    await insertAlarms(db, [alarm(org, operation.id, twinId, now)])
    const data = { operationId: operation.id, operation: operation.kind, deviceId: twinId, meantId, before, after }
    await record(db, consoleOrigin(org.row.id, now), 'twin.changed', data)
  }
}

const alarm = (org: OrgRuntime, operationId: string, deviceId: string, now: number): AlarmRow => ({
  id: randomUUID(),
  org_id: org.row.id,
  kind: TWIN_CHANGED,
  operation_id: operationId,
  device_id: deviceId,
  raised_at: now,
  acknowledged_at: null,
  acknowledged_by: null,
})
