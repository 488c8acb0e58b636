/**
 * An authority may take one listed id for another: it trims, folds case, turns numbers into texts. Before an operation is
 * sent, the state of such twins is noted; when its devices are read back, a twin that changed is what the act changed.
 */
import { randomUUID } from 'node:crypto'
import { isRegistrable } from '@/lib/domain/listed-id'
import { shownId } from '@/lib/domain/shown-id'
import { insertAlarms, listAlarmsOf } from '@/lib/store/alarms'
import type { Db } from '@/lib/store/open-store'
import type { AlarmRow, OperationRow, TwinRow } from '@/lib/store/schema'
import { actsSince } from '@/lib/store/twins'
import { consoleOrigin, record } from '../audit-log'
import type { OrgRuntime } from '../orgs/org-runtime'
import { callKindOf, type DeviceKind } from './call-devices'
import { pushTo } from './push-to'

export type TwinChange = Pick<TwinRow, 'device_id' | 'twin_id' | 'before'> & { after: TwinRow['before'] }

/** Twins of the devices that are not devices of the operation themselves, as last read. */
export function twinsBefore(org: OrgRuntime, operationId: string, deviceIds: readonly string[]): TwinRow[] {
  const rows: TwinRow[] = []
  for (const device_id of deviceIds) {
    for (const twin_id of org.fleet.twinsOf(device_id)) {
      const before = org.fleet.get(twin_id)?.status
      if (before === undefined) continue
      rows.push({ operation_id: operationId, device_id, twin_id, before, as_of: org.reading.startedAt ?? 0 })
    }
  }
  if (rows.length === 0) return rows
  const own = new Set(deviceIds)
  return rows.filter(({ twin_id: id }) => !own.has(id))
}

/**
 * After a revoke was read back: twins that came into the list since it was asked for, and are revoked when they are first
 * seen. None where nothing was read before it.
 * @param sent devices of the operation that a call may have gone out for.
 */
export function twinsSince(
  org: OrgRuntime,
  { id, requested_at: as_of }: Pick<OperationRow, 'id' | 'requested_at'>,
  sent: readonly string[],
  noted: readonly TwinRow[],
): TwinRow[] {
  const { firstStartedAt } = org.reading
  if (firstStartedAt === null || firstStartedAt >= as_of) return []
  const found = twinsBefore(org, id, sent).filter(({ before }) => before === 'revoked')
  if (found.length === 0) return found
  const known = new Set(noted.map((twin) => twin.twin_id))
  return found.flatMap((twin) => (known.has(twin.twin_id) ? [] : [{ ...twin, before: 'unlisted', as_of }]))
}

/** The state in which an act leaves a device. */
const LEAVES = { revoke: 'revoked', restore: 'active', register: 'active', remove: 'unlisted' } as const

/** Twins that are now in another state than noted, and not because another operation of ours wanted it so. */
export async function twinChanges(
  db: Db,
  org: OrgRuntime,
  noted: readonly TwinRow[],
): Promise<ReadonlyMap<string, TwinChange[]>> {
  const changes = new Map<string, TwinChange[]>()
  const changed = noted.filter(({ twin_id: id, before }) => stateOf(org, id) !== before)
  const [first] = changed
  if (!first) return changes
  const since = Math.min(...changed.map((row) => row.as_of))
  const ids = changed.map((row) => row.twin_id)
  const operation = { orgId: org.row.id, operationId: first.operation_id, since }
  // A store that cannot be read excuses no change.
  const acts = await actsSince(db, operation, ids).catch(() => [])
  const ours = new Set(acts.map(({ kind, device_id: id }) => JSON.stringify([id, LEAVES[callKindOf(kind)]])))
  for (const { device_id, twin_id, before } of changed) {
    const after = stateOf(org, twin_id)
    if (!ours.has(JSON.stringify([twin_id, after]))) pushTo(changes, device_id, { device_id, twin_id, before, after })
  }
  return changes
}

/**
 * Why an act must not be sent for a device that is not in the list, or null: the authority could take its id for another one,
 * and the call would reach that device, past its holds. A stop is held back only where a register would not keep its id as
 * sent: any other may be of a device that came since the last reading.
 */
export function notListed(org: OrgRuntime, kind: DeviceKind, deviceId: string): string | null {
  if (kind === 'register' || org.fleet.get(deviceId)) return null
  const [twin] = org.fleet.twinsOf(deviceId)
  const kept = isRegistrable(deviceId)
  if (kind === 'revoke' ? kept || twin === undefined : kept && twin === undefined) return null
  return `not in the list of the authority${twin === undefined ? '' : `; "${shownId(twin)}" is, and is another device`}`
}

const stateOf = (org: OrgRuntime, id: string): TwinRow['before'] => org.fleet.get(id)?.status ?? 'unlisted'

export const TWIN_CHANGED = 'twin-changed'

/** Why the item failed: it names both ids. */
export function twinMessage({ device_id: id, twin_id: twin, before, after }: TwinChange): string {
  return `with the act on "${shownId(id)}" the authority changed "${shownId(twin)}" from ${before} to ${after}: it may take one for the other. Look at both`
}

/** Each twin that changed is an alarm and an event, once per operation. `db` is the transaction that writes the outcomes. */
export async function raiseTwinAlarms(
  db: Db,
  org: OrgRuntime,
  operation: Pick<OperationRow, 'id' | 'kind'>,
  changes: ReadonlyMap<string, readonly TwinChange[]>,
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
