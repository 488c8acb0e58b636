/** Counts over time: devices allowed to work, active, revoked and cap; registrations and validates as growth per bucket. */
import { z } from 'zod'
import { InvalidInput } from '@/lib/domain/errors'
import { stepMsFor } from '@/lib/domain/figures/chart-scale'
import { type PartSample, partSeries, usageSteps } from '@/lib/domain/usage-steps'
import { USAGE_RANGES, type Usage, type UsageRange } from '@/lib/domain/wire/usage'
import type { UsageSampleRow } from '@/lib/store/rows/schema'
import { DAY, HOUR, lastSampleAt, listParts, listSamples, RAW } from '@/lib/store/usage'
import { gapMsOf } from '@/lib/views/gap-ms'
import type { OrgContext } from '../context'
import { service } from '../service'

/** Span and widest step of each range, in seconds. Raw samples serve the first 48 h, hourly ones 30 days, daily ones two years. */
const RANGES: Record<UsageRange, { spanSeconds: number; bucketSeconds: number; resolution: number }> = {
  '1h': { spanSeconds: HOUR, bucketSeconds: 60, resolution: RAW },
  '24h': { spanSeconds: DAY, bucketSeconds: 600, resolution: RAW },
  '7d': { spanSeconds: 7 * DAY, bucketSeconds: HOUR, resolution: HOUR },
  '30d': { spanSeconds: 30 * DAY, bucketSeconds: 6 * HOUR, resolution: HOUR },
  '2y': { spanSeconds: 730 * DAY, bucketSeconds: DAY, resolution: DAY },
}

export const UsageInput = z.strictObject({
  range: z.enum(USAGE_RANGES).default('24h'),
  part: z.string().max(64).default('role'),
})

export const getUsage = service({
  permission: 'see',
  input: UsageInput,
  async run({ deps, org }, { range, part }): Promise<Usage> {
    const parts = org.parts.slice(0, -1)
    const by = parts.includes(part) ? part : part === 'role' ? parts.at(-1) : undefined
    if (by === undefined) throw new InvalidInput(`part: this org has no part "${part}"; it has ${parts.join(', ')}`)
    const now = deps.clock.now()
    const rows = await samplesOf({ deps, org }, range, now)
    const { widthMs, gapMs } = stepsOf(rows, range, deps.sampleSeconds, now)
    const steps = usageSteps(rows, { widthMs, gapMs, until: now })
    const series = partSeries(steps, await partsOf({ deps, org }, by, range, now), SERIES_MAX)
    return {
      range,
      bucketSeconds: widthMs / 1_000,
      points: steps.map(({ point }) => point),
      stacked: { part: by, parts, series },
      sampleSeconds: deps.sampleSeconds,
      diskBytes: deps.store.bytes(),
      lastSampleAt: isoOrNull(await lastSampleAt(deps.store.reads, org.row.id)),
    }
  },
})

/** Finer while there is little: ten minutes are a curve, not a point. What was rolled up is as wide as its resolution. */
function stepsOf(rows: readonly UsageSampleRow[], range: UsageRange, sampleSeconds: number, now: number) {
  const { bucketSeconds, resolution } = RANGES[range]
  const isRolled = rows.some((row) => row.resolution !== RAW)
  const sampleMs = (isRolled ? resolution : sampleSeconds) * 1_000
  return {
    widthMs: stepMsFor(now - (rows[0]?.at ?? now), sampleMs, bucketSeconds * 1_000),
    gapMs: gapMsOf(isRolled ? resolution : RAW, sampleSeconds),
  }
}

const isoOrNull = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** Rolled-up hours plus the raw samples of the hours that are not rolled up yet. */
async function samplesOf(
  { deps, org }: Pick<OrgContext, 'deps' | 'org'>,
  range: UsageRange,
  now: number,
): Promise<UsageSampleRow[]> {
  const { spanSeconds, resolution } = RANGES[range]
  const from = now - spanSeconds * 1_000
  const rows = await listSamples(deps.store.reads, org.row.id, resolution, from, now + 1)
  if (resolution === RAW) return rows
  const rolledUntil = rows.at(-1) ? (rows.at(-1) as UsageSampleRow).at + resolution * 1_000 : from
  return [...rows, ...(await listSamples(deps.store.reads, org.row.id, RAW, rolledUntil, now + 1))]
}

/** Eight series that can be distinguished, and the rest. */
const SERIES_MAX = 9

async function partsOf(
  { deps, org }: Pick<OrgContext, 'deps' | 'org'>,
  part: string,
  range: UsageRange,
  now: number,
): Promise<PartSample[]> {
  const { spanSeconds, resolution } = RANGES[range]
  const from = now - spanSeconds * 1_000
  const rows = await listParts(deps.store.reads, org.row.id, resolution, part, from, now + 1)
  if (resolution === RAW) return rows
  const rolledUntil = rows.reduce((until, row) => Math.max(until, row.at + resolution * 1_000), from)
  return [...rows, ...(await listParts(deps.store.reads, org.row.id, RAW, part, rolledUntil, now + 1))]
}
