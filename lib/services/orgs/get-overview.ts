/** One page that answers: running or stopped, how many, where, and what happened last. */
import { z } from 'zod'
import { usageSteps } from '@/lib/domain/usage-steps'
import type { Overview } from '@/lib/domain/wire/overview'
import { authorityNow } from '@/lib/fleet/reading'
import type { FleetTally } from '@/lib/fleet/search/count-cells'
import { wholeFleet } from '@/lib/orgs/match-selector'
import { listOperations } from '@/lib/store/operations'
import { listSamples, RAW } from '@/lib/store/usage'
import { gapMsOf } from '@/lib/views/gap-ms'
import { viewDevice } from '@/lib/views/view-device'
import { viewOperations } from '@/lib/views/view-operation'
import { viewOrgState } from '@/lib/views/view-org'
import { service } from '../service'

const SLOW_ASKERS = 8
const LAST_OPERATIONS = 8
const DAY_MS = 86_400_000
/** Points of the small chart: one per this many ms. */
const RECENT_STEP_MS = 15 * 60_000

export const getOverview = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<Overview> {
    const { deps, org } = context
    org.reader.look()
    const now = deps.clock.now()
    const rows = await listOperations(deps.store.reads, org.row.id, { limit: LAST_OPERATIONS })
    return {
      state: await viewOrgState(context),
      grid: gridOf(wholeFleet(org, now)),
      slowAskers: slowAskers(context, now),
      operations: await viewOperations(deps, org, rows),
      recent: await recentlyAllowed(context, now),
    }
  },
})

function slowAskers({ org }: Parameters<typeof getOverview.run>[0], now: number): Overview['slowAskers'] {
  const { slowest } = org.fleet.forecastAll(authorityNow(org.reading, now), { slowMs: 0, slowestMax: SLOW_ASKERS })
  return slowest.map((device) => viewDevice(org, device, now))
}

function gridOf({ cells, other }: FleetTally): Overview['grid'] {
  const sorted = (values: string[]) => [...new Set(values)].sort()
  return {
    envs: sorted(cells.map((cell) => cell.env)),
    roles: sorted(cells.map((cell) => cell.role)),
    cells: cells.map(({ unknown: _, ...cell }) => cell),
    other,
  }
}

async function recentlyAllowed(
  { deps, org }: Parameters<typeof getOverview.run>[0],
  now: number,
): Promise<Overview['recent']> {
  const samples = await listSamples(deps.store.reads, org.row.id, RAW, now - DAY_MS, now + 1)
  const gapMs = gapMsOf(RAW, deps.sampleSeconds)
  return usageSteps(samples, { widthMs: RECENT_STEP_MS, gapMs, until: now }).map(
    ({ point: { at, allowed, allowedLowest, cap } }) => ({ at, allowed, allowedLowest, cap }),
  )
}
