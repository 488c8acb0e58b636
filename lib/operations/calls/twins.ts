/**
 * An authority may take one listed id for another: it trims, folds case, turns numbers into texts. Before an operation is
 * sent, the state of such twins is noted; `twin-changes.ts` compares it afterwards.
 */
import { isRegistrable } from '@/lib/domain/ids/listed-id'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { OperationRow, TwinRow } from '@/lib/store/rows/schema'
import type { DeviceKind } from './call-devices'

/** Twins of the devices that are not devices of the operation themselves, as last read. */
export function twinsBefore(org: OrgRuntime, operationId: string, deviceIds: Iterable<string>): TwinRow[] {
  const rows: TwinRow[] = []
  for (const device_id of deviceIds) {
    for (const twin_id of org.fleet.twinsOf(device_id)) {
      const before = org.fleet.statusOf(twin_id)
      if (before === undefined) continue
      rows.push({ operation_id: operationId, device_id, twin_id, before, as_of: org.reading.startedAt ?? 0 })
    }
  }
  if (rows.length === 0) return rows
  const own = new Set(deviceIds)
  return rows.filter(({ twin_id: id }) => !own.has(id))
}

/**
 * After a revoke was read back: twins that came into the list since it was requested, and are revoked when they are first
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

/**
 * Why an act must not be sent for a device that is not in the list, or null: the authority could take its id for another one,
 * and the call would reach that device, past its holds. A stop is held back only where a register would not keep its id as
 * sent: any other may be of a device that came since the last reading.
 */
export function notListed(org: OrgRuntime, kind: DeviceKind, deviceId: string): string | null {
  if (kind === 'register' || org.fleet.has(deviceId)) return null
  const [twin] = org.fleet.twinsOf(deviceId)
  const kept = isRegistrable(deviceId)
  if (kind === 'revoke' ? kept || twin === undefined : kept && twin === undefined) return null
  return `not in the list of the authority${twin === undefined ? '' : `; "${shownId(twin)}" is, and is another device`}`
}
