/**
 * Takes the counts of every org each `SAMPLE_SECONDS`, and right after each accepted stop and resume. One console of a
 * deployment does it.
 */
import { OTHER_VALUES } from '@/lib/domain/figures/part-series'
import type { Term } from '@/lib/domain/selector/term'
import type { Facet } from '@/lib/domain/wire/devices'
import { wholeFleet } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { PartCount } from '@/lib/store/usage/part-counts'
import { rollUp } from '@/lib/store/usage/roll-up'
import { insertSample, RAW } from '@/lib/store/usage/samples'
import type { BackgroundDeps } from './background-deps'

const ACTIVE: Term = { kind: 'status', values: ['active'], negated: false, start: 0, end: 0 }

async function activeFacets({ fleet, parts }: OrgRuntime): Promise<Facet[]> {
  const env = { nowMs: 0, operationDevices: () => null, stopState: () => null }
  const { facets } = await fleet.find({ terms: [ACTIVE], env })
  return facets.filter((facet) => parts.slice(0, -1).includes(facet.name))
}

const ROLL_UP_EVERY_MS = 600_000
/** After a start the first sample does not wait a whole interval; the first reading is there by then. */
const FIRST_SAMPLE_MS = 3_000
/** Values of a part that are kept apart per sample; the rest is summed as "other". */
const VALUES_MAX = 400

/** Takes one sample from the last reading; nothing where there is none, or it is older than three intervals. */
export async function takeSample(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  const { reading } = org
  const now = deps.clock.now()
  if (
    reading.readAt === null ||
    now - reading.readAt > 3 * Math.max(org.reader.intervalMs(), deps.sampleSeconds * 1_000)
  )
    return
  const facets = await activeFacets(org)
  const { totals: counts } = wholeFleet(org)
  const allowed = reading.execution?.execution === 'disabled' ? 0 : counts.active
  await insertSample(
    deps.store.db,
    {
      org_id: org.row.id,
      resolution: RAW,
      at: now,
      allowed,
      active: counts.active,
      revoked: counts.revoked,
      cap: reading.usage?.limit ?? null,
      registrations: reading.usage?.registrations ?? null,
      validations_allowed: reading.usage?.validations?.allowed ?? null,
      validations_denied: reading.usage?.validations?.denied ?? null,
    },
    Object.fromEntries(facets.map((facet) => [facet.name, partCounts(facet, counts.active)])),
  )
}

function partCounts({ values }: Facet, active: number): PartCount[] {
  const kept = values.filter(({ value, count }) => count > 0 && value !== OTHER_VALUES).slice(0, VALUES_MAX)
  const counts = kept.map(({ value, count }) => ({ value, last: count, mean: count }))
  const rest = active - kept.reduce((sum, { count }) => sum + count, 0)
  return rest > 0 ? [...counts, { value: OTHER_VALUES, last: rest, mean: rest }] : counts
}

export type Sampler = { stop: () => void }

export function startSampler(deps: BackgroundDeps): Sampler {
  const everyMs = deps.sampleSeconds * 1_000
  let rolledUpAt = 0
  async function tick(): Promise<void> {
    const now = deps.clock.now()
    if (!(await deps.duties.has('sampler'))) return
    for (const org of deps.orgs.all()) await takeSample(deps, org)
    if (now - rolledUpAt < ROLL_UP_EVERY_MS) return
    rolledUpAt = now
    await rollUp(deps.store.db, now)
  }
  const safely = () => tick().catch((error) => deps.log.warn({ err: error }, 'no usage sample could be taken'))
  const first = setTimeout(safely, Math.min(everyMs, FIRST_SAMPLE_MS))
  const timer = setInterval(safely, everyMs)
  first.unref()
  timer.unref()
  return {
    stop() {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}

/** After an act: reads the org anew, then samples what it shows. */
export async function sampleAfterAct(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  try {
    await org.reader.readNow()
    await takeSample(deps, org)
  } catch (error) {
    deps.log.warn({ err: error }, 'no usage sample could be taken after an act')
  }
}
