/** The state of an org in wire form: what every page of it shows first. */

import type { Role } from '@/lib/domain/policy'
import { can, PERMISSIONS } from '@/lib/domain/policy'
import type { Cap, Execution, FleetCounts, OrgState, Reading } from '@/lib/domain/wire/org-state'
import { wholeFleet } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { currentOrgStop } from '@/lib/stops/current-org-stop'
import type { StopDeps } from '@/lib/stops/stop-deps'
import { countOpenAlarms } from '@/lib/store/alarms'
import { listFences } from '@/lib/store/fences'
import { countOpenOperations, listLiveStops } from '@/lib/store/operations'
import type { AlarmKind } from '@/lib/store/rows/schema'
import { fenceSummary } from './view-fence'
import { stopSummary } from './view-operation'

const iso = (at: number | null | undefined): string | null =>
  typeof at === 'number' ? new Date(at).toISOString() : null

export async function viewOrgState(context: { deps: StopDeps; org: OrgRuntime; role: Role }): Promise<OrgState> {
  const { deps, org, role } = context
  const now = deps.clock.now()
  const stops = await listLiveStops(deps.store.reads, org.row.id)
  const alarms = await countOpenAlarms(deps.store.reads, org.row.id)
  const count = (kind: AlarmKind) => alarms.find((alarm) => alarm.kind === kind)?.count ?? 0
  const newestAt = alarms.length > 0 ? Math.max(...alarms.map((alarm) => alarm.newest_at)) : null
  // A fence in force is a stop in force: if there is no revoke in force, there is no fence to look up.
  const fences = stops.some((stop) => stop.kind === 'revoke') ? await listFences(deps.store.reads, org.row.id) : []
  const orgStop = currentOrgStop(deps, org, stops)
  return {
    org: { slug: org.row.slug, name: org.row.name, idPattern: org.row.id_pattern, parts: org.parts },
    authority: org.authority,
    role,
    permissions: PERMISSIONS.filter((permission) => can(role, permission)),
    reading: viewReading(org, now),
    execution: viewExecution(org),
    counts: viewCounts(org),
    cap: viewCap(org),
    orgStop: orgStop ? stopSummary(deps, org, orgStop) : null,
    contradicted: count('contradicted'),
    alarms: {
      contradicted: count('contradicted'),
      liftedElsewhere: count('lifted-elsewhere'),
      refusedStops: count('stop-refused'),
      twinChanged: count('twin-changed'),
      newestAt: iso(newestAt),
    },
    openOperations: await countOpenOperations(deps.store.reads, org.row.id),
    fences: fenceSummary(fences, now),
    capabilities: org.reading.capabilities,
    at: new Date(now).toISOString(),
  }
}

export function viewReading({ reading, reader }: OrgRuntime, now: number): Reading {
  const { error } = reading
  return {
    status: readingStatus(reading, reader.intervalMs(), now),
    readAt: iso(reading.readAt),
    authorityNow: iso(reading.authorityNow),
    unusable: reading.unreadable,
    error: error && { code: error.code, detail: error.detail, since: new Date(error.since).toISOString() },
  }
}

function readingStatus(reading: OrgRuntime['reading'], intervalMs: number, now: number): Reading['status'] {
  if (reading.keyRejected) return 'key-rejected'
  if (reading.error) return 'failing'
  if (reading.readAt === null) return 'loading'
  return now - reading.readAt > 3 * intervalMs + 5_000 ? 'stale' : 'fresh'
}

export function viewExecution({ reading }: OrgRuntime): Execution {
  const { execution } = reading
  if (reading.executionUnsupported) return { state: 'unsupported', changedAt: null, reason: null }
  return {
    state: execution?.execution ?? 'unknown',
    changedAt: iso(execution?.changedAt),
    reason: execution?.reason ?? null,
  }
}

/** Null until the first reading: no count that was not read. */
export function viewCounts(org: OrgRuntime): FleetCounts | null {
  if (org.reading.readAt === null) return null
  const { totals: counts } = wholeFleet(org)
  const disabled = org.reading.execution?.execution === 'disabled'
  // A denied agent asks, but does not run.
  return { ...counts, running: disabled ? 0 : counts.running, allowed: disabled ? 0 : counts.active }
}

export function viewCap({ reading }: OrgRuntime): Cap | null {
  const { usage } = reading
  if (!usage) return null
  const { planTier, planState, accessUntil, limit, devicesUsed, remaining, overLimit } = usage
  return {
    planTier,
    planState,
    accessUntil: accessUntil === undefined ? undefined : iso(accessUntil),
    limit,
    used: devicesUsed,
    remaining,
    overLimit,
  }
}
