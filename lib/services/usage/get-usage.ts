/** Counts over time: devices allowed to work, active, revoked and cap; registrations and validates as growth per bucket. */
import { z } from 'zod'
import { USAGE_RANGES, type Usage, type UsagePoint, type UsageRange } from '@/lib/domain/console-api'
import { InvalidInput } from '@/lib/domain/errors'
import type { UsageSampleRow } from '@/lib/store/schema'
import { DAY, HOUR, lastSampleAt, listParts, listSamples, RAW } from '@/lib/store/usage'
import type { OrgContext } from '../context'
import { service } from '../service'

/** Span and bucket of each range, in seconds. Raw samples serve the first 48 h, hourly ones 30 days. */
const RANGES: Record<UsageRange, { spanSeconds: number; bucketSeconds: number; resolution: number }> = {
  '1h': { spanSeconds: HOUR, bucketSeconds: 60, resolution: RAW },
  '24h': { spanSeconds: DAY, bucketSeconds: 600, resolution: RAW },
  '7d': { spanSeconds: 7 * DAY, bucketSeconds: HOUR, resolution: HOUR },
  '30d': { spanSeconds: 30 * DAY, bucketSeconds: 6 * HOUR, resolution: HOUR },
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
    const { bucketSeconds } = RANGES[range]
    const rows = await samplesOf({ deps, org }, range, now)
    const buckets = toBuckets(rows, bucketSeconds * 1_000)
    return {
      range,
      bucketSeconds,
      points: buckets.map(toPoint),
      stacked: await stack({ deps, org }, by, parts, range, now, buckets),
      sampleSeconds: deps.sampleSeconds,
      diskBytes: deps.store.bytes(),
      lastSampleAt: isoOrNull(await lastSampleAt(deps.store.reads, org.row.id)),
    }
  },
})

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

type Bucket = { at: number; rows: UsageSampleRow[]; before: UsageSampleRow | undefined }

function toBuckets(rows: readonly UsageSampleRow[], widthMs: number): Bucket[] {
  const buckets: Bucket[] = []
  for (const [index, row] of rows.entries()) {
    const at = Math.floor(row.at / widthMs) * widthMs
    const last = buckets.at(-1)
    if (last?.at === at) last.rows.push(row)
    else buckets.push({ at, rows: [row], before: rows[index - 1] })
  }
  return buckets
}

/** The bucket's lowest count of allowed devices, so that a stop never averages away; the last value of everything else. */
function toPoint({ at, rows, before }: Bucket): UsagePoint {
  const last = rows.at(-1) as UsageSampleRow
  const lowest = rows.reduce((low, row) => (row.allowed < low.allowed ? row : low), last)
  return {
    at: new Date(at).toISOString(),
    allowed: lowest.allowed,
    active: last.active,
    revoked: last.revoked,
    cap: last.cap,
    registrations: growth(before?.registrations, last.registrations),
    validationsAllowed: growth(before?.validations_allowed, last.validations_allowed),
    validationsDenied: growth(before?.validations_denied, last.validations_denied),
  }
}

/** Null where nothing went before or the authority does not count; a counter that went back began anew. */
function growth(before: number | null | undefined, after: number | null): number | null {
  if (before === null || before === undefined || after === null) return null
  return after >= before ? after - before : after
}

const SERIES_MAX = 12

async function stack(
  { deps, org }: Pick<OrgContext, 'deps' | 'org'>,
  part: string,
  parts: string[],
  range: UsageRange,
  now: number,
  buckets: readonly Bucket[],
): Promise<Usage['stacked']> {
  const { spanSeconds, resolution, bucketSeconds } = RANGES[range]
  const from = now - spanSeconds * 1_000
  const rows = await listParts(deps.store.reads, org.row.id, resolution, part, from, now + 1)
  if (resolution !== RAW) {
    const rolledUntil = rows.reduce((until, row) => Math.max(until, row.at + resolution * 1_000), from)
    rows.push(...(await listParts(deps.store.reads, org.row.id, RAW, part, rolledUntil, now + 1)))
  }
  const indexOf = new Map(buckets.map((bucket, index) => [bucket.at, index]))
  const series = new Map<string, (number | null)[]>()
  for (const { at, value, active } of rows) {
    const index = indexOf.get(Math.floor(at / (bucketSeconds * 1_000)) * bucketSeconds * 1_000)
    if (index === undefined) continue
    const points = series.get(value) ?? new Array<number | null>(buckets.length).fill(null)
    points[index] = active
    series.set(value, points)
  }
  const peak = (points: (number | null)[]) => Math.max(...points.map((point) => point ?? 0))
  const largest = [...series].sort((a, b) => peak(b[1]) - peak(a[1])).slice(0, SERIES_MAX)
  return { part, parts, series: largest.map(([value, points]) => ({ value, points })) }
}
