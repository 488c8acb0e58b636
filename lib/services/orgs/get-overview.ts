/** One page that answers: running or stopped, how many, where, and what happened last. */
import { z } from 'zod'
import { capNearSince } from '@/lib/domain/figures/cap-use'
import { stepMsFor } from '@/lib/domain/figures/chart-scale'
import { dayChanges } from '@/lib/domain/figures/day-changes'
import { fleetGrid } from '@/lib/domain/figures/fleet-grid'
import { type UsageSample, usageSteps } from '@/lib/domain/usage-steps'
import type { Overview } from '@/lib/domain/wire/overview'
import { snapshotTime } from '@/lib/fleet/reading'
import { wholeFleet } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { openKeyRotations } from '@/lib/store/key-rotations/key-rotations'
import { listOperations } from '@/lib/store/operations'
import { listWaitingOperations, requestedSince } from '@/lib/store/recent-operations'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import { listSamples, RAW } from '@/lib/store/usage/samples'
import { gapMsOf } from '@/lib/views/gap-ms'
import { viewDevice } from '@/lib/views/view-device'
import { viewOperations } from '@/lib/views/view-operation'
import { viewOrgState } from '@/lib/views/view-org'
import { service } from '../service'

const SLOW_ASKERS = 8
const LAST_OPERATIONS = 8
const WAITING_OPERATIONS = 8
const DAY_MS = 86_400_000
/** Points of the small chart over a whole day: one per this many ms. */
const RECENT_STEP_MS = 15 * 60_000

export const getOverview = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<Overview> {
    const { deps, org } = context
    org.reader.look()
    const now = deps.clock.now()
    const { reads } = deps.store
    const rows = await listOperations(reads, org.row.id, { limit: LAST_OPERATIONS })
    const waiting = await listWaitingOperations(reads, org.row.id, WAITING_OPERATIONS)
    const samples = await listSamples(reads, org.row.id, RAW, now - DAY_MS, now + 1)
    const { cells, other } = wholeFleet(org)
    return {
      state: await viewOrgState(context),
      grid: fleetGrid(cells, other),
      waiting: { operations: await viewOperations(deps, org, waiting.rows), total: waiting.total },
      capNear: capNear(samples),
      lostRotation: lostRotation(await openKeyRotations(reads, org.row.id)),
      changes: dayChanges(samples, await requestedSince(reads, org.row.id, now - DAY_MS), knownNow(org, now)),
      slowAskers: slowAskers(context),
      operations: await viewOperations(deps, org, rows),
      recent: recentlyAllowed(samples, deps.sampleSeconds, now),
    }
  },
})

/** What the page counts now, as a sample would keep it; null before the first reading. */
function knownNow(org: OrgRuntime, at: number): Parameters<typeof dayChanges>[2] {
  const { readAt, usage } = org.reading
  if (readAt === null) return null
  const { active, revoked } = wholeFleet(org).totals
  return { at, active, revoked, cap: usage?.limit ?? null, registrations: usage?.registrations ?? null }
}

function slowAskers({ org }: Parameters<typeof getOverview.run>[0]): Overview['slowAskers'] {
  const { slowest } = org.fleet.forecastAll(snapshotTime(org.reading), { slowMs: 0, slowestMax: SLOW_ASKERS })
  return slowest.map((device) => viewDevice(org, device))
}

function lostRotation(rows: readonly KeyRotationRow[]): Overview['lostRotation'] {
  const row = rows.find(({ state }) => state === 'unknown')
  if (row === undefined) return null
  const { kind, key_name: keyName, requested_at, recover_before } = row
  const [requestedAt, until] = [requested_at, recover_before].map((at) => new Date(at).toISOString()) as [
    string,
    string,
  ]
  return { kind, keyName, requestedAt, until }
}

function capNear(samples: readonly UsageSample[]): Overview['capNear'] {
  const since = capNearSince(samples)
  return since && { at: new Date(since.at).toISOString(), isOlder: since.isOlder }
}

function recentlyAllowed(samples: readonly UsageSample[], sampleSeconds: number, now: number): Overview['recent'] {
  const spanMs = now - (samples[0]?.at ?? now)
  const widthMs = stepMsFor(spanMs, sampleSeconds * 1_000, RECENT_STEP_MS)
  return usageSteps(samples, { widthMs, gapMs: gapMsOf(RAW, sampleSeconds), until: now }).map(
    ({ point: { at, allowed, allowedLowest, cap } }) => ({ at, allowed, allowedLowest, cap }),
  )
}
