/** Which devices of a stop were told no, from the fleet's picture; also after the stop was lifted, as far as that shows. */
import type { Device } from '@/lib/domain/device'
import { deviceStopState, type StopMark } from '@/lib/domain/stop'
import { releasesOf } from '@/lib/store/incidents'
import type { Db } from '@/lib/store/open-store'
import { listItems } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { OrgRuntime } from '../orgs/org-runtime'
import { markOf } from './stop-watch'

/** `until`: the authority's revision at the resume; `null` where it was resumed and no revision is known. */
type Covered = { deviceId: string; mark: StopMark; until?: number | null }

export type Confirmations = { confirmed: Device[]; unconfirmed: string[] }

/** @param resumes the accepted resumes of the stop; for a stop of the whole org the first one ends it. */
export async function confirmationsOf(
  db: Db,
  org: OrgRuntime,
  stop: OperationRow,
  resumes: readonly OperationRow[],
): Promise<Confirmations> {
  const result: Confirmations = { confirmed: [], unconfirmed: [] }
  if (stop.accepted_at === null) return result
  const covered = stop.kind === 'disable' && stop.total === 0 ? wholeOrg(org, stop, resumes) : await items(db, stop)
  for (const one of covered) {
    const device = org.fleet.get(one.deviceId)
    if (device && wasDenied(device, one)) result.confirmed.push(device)
    else result.unconfirmed.push(one.deviceId)
  }
  return result
}

function wholeOrg(org: OrgRuntime, stop: OperationRow, resumes: readonly OperationRow[]): Covered[] {
  const mark = markOf(stop)
  const end = resumes.find((row) => row.accepted_at !== null)
  const over = stop.stop_status === 'lifted' || stop.stop_status === 'lifted-elsewhere'
  const until = over ? { until: end?.accepted_revision ?? null } : {}
  const covered: Covered[] = []
  for (const device of org.fleet.devices()) {
    if (wasActiveAt(device, mark.acceptedAt)) covered.push({ deviceId: device.deviceId, mark, ...until })
  }
  return covered
}

async function items(db: Db, stop: OperationRow): Promise<Covered[]> {
  const mark = { ...markOf(stop), kind: 'revoke' as const }
  const released = new Map((await releasesOf(db, stop.id)).map((row) => [row.device_id, row.accepted_revision]))
  return (await listItems(db, stop.id))
    .filter((item) => item.accepted_at !== null || item.outcome === 'skipped')
    .map((item) => ({
      deviceId: item.device_id,
      mark: { ...mark, revision: item.accepted_revision ?? mark.revision },
      ...(released.has(item.device_id) ? { until: released.get(item.device_id) ?? null } : {}),
    }))
}

/** Told no after the stop and, where it was lifted, before that. */
function wasDenied(device: Device, { mark, until }: Covered): boolean {
  const { lastDecision } = device
  if (!lastDecision || lastDecision.allowed) return false
  // What matters here is the answer, not what the device is by now.
  if (deviceStopState({ ...device, status: 'revoked' }, mark) !== 'confirmed') return false
  if (until === undefined) return true
  return until !== null && lastDecision.revision !== undefined && lastDecision.revision < until
}

function wasActiveAt(device: Device, at: number | undefined): boolean {
  if (at === undefined) return device.status === 'active'
  if (typeof device.createdAt === 'number' && device.createdAt > at) return false
  return device.status === 'active' || (typeof device.revokedAt === 'number' && device.revokedAt > at)
}
