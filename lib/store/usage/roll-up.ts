/**
 * Raw samples roll up into whole hours, hours into whole days. A bucket is rolled up once, when it is over, from what there is of
 * it; so a console that was down for weeks catches up, and a clock that was set back changes nothing that is written.
 */
import { sql } from 'kysely'
import type { Db } from '../rows/db'
import type { UsageSampleRow } from '../rows/usage-rows'
import type { PartCount } from './part-counts'
import { DAY, HOUR, KEEP_MS, listPartCounts, listSamples, type PartSampleRow, RAW, writeSample } from './samples'

/** Rolls up every bucket that is over and is not there yet, then drops what is older than it is kept. `now` in epoch ms. */
export async function rollUp(db: Db, now: number): Promise<void> {
  await rollInto(db, RAW, HOUR, now)
  await rollInto(db, HOUR, DAY, now)
  await db.transaction().execute(async (tx) => {
    for (const [resolution, keepMs] of Object.entries(KEEP_MS)) {
      for (const table of ['usage_samples', 'usage_part_counts'] as const) {
        await tx
          .deleteFrom(table)
          .where('resolution', '=', Number(resolution))
          .where('at', '<', now - keepMs)
          .execute()
      }
    }
  })
}

async function rollInto(db: Db, source: number, target: number, now: number): Promise<void> {
  const widthMs = target * 1_000
  for (const { org_id: orgId, at } of await missingBuckets(db, source, target, now)) {
    const span = { from: at, to: at + widthMs }
    // One transaction each: many may be missing, and nothing waits for all of them.
    await db.transaction().execute(async (tx) => {
      const samples = await listSamples(tx, orgId, source, span.from, span.to)
      const parts = await listPartCounts(tx, orgId, source, span)
      if (samples.length > 0)
        await writeSample(tx, { org_id: orgId, resolution: target, at, ...together(samples) }, byPart(samples, parts))
    })
  }
}

/** Begins of the buckets that are over, have samples, and are not rolled up. */
async function missingBuckets(db: Db, source: number, target: number, now: number) {
  const widthMs = target * 1_000
  const before = Math.floor(now / widthMs) * widthMs
  // As a literal: a bound number would be a float, and the division would not cut off.
  const width = sql.lit(widthMs)
  const bucket = sql<number>`(at / ${width}) * ${width}`
  const sampled = await db
    .selectFrom('usage_samples')
    .select(['org_id', bucket.as('at')])
    .distinct()
    .where('resolution', '=', source)
    .where('at', '<', before)
    .execute()
  const known = await db.selectFrom('usage_samples').select(['org_id', 'at']).where('resolution', '=', target).execute()
  const isKnown = new Set(known.map((row) => `${row.at} ${row.org_id}`))
  return sampled.filter((row) => !isKnown.has(`${row.at} ${row.org_id}`))
}

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length))

/** Null as soon as one is not known. */
const known = (values: readonly (number | null)[]): number[] | null =>
  values.some((value) => value === null) ? null : (values as number[])

const lowest = (values: readonly (number | null)[]) => known(values)?.reduce((a, b) => Math.min(a, b)) ?? null
const highest = (values: readonly (number | null)[]) => known(values)?.reduce((a, b) => Math.max(a, b)) ?? null

/** The highest of those that are known: a running total grows. */
const total = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? value, value)), null)

/** Of a raw sample each is the count itself; of one of which only the mean is known, none is known. */
const spreadOf = (row: UsageSampleRow) =>
  row.resolution === RAW
    ? {
        allowedMin: row.allowed,
        allowedLast: row.allowed,
        activeMin: row.active,
        activeMax: row.active,
        activeLast: row.active,
        revokedLast: row.revoked,
        capLast: row.cap,
      }
    : {
        allowedMin: row.allowed_min,
        allowedLast: row.allowed_last,
        activeMin: row.active_min,
        activeMax: row.active_max,
        activeLast: row.active_last,
        revokedLast: row.revoked_last,
        capLast: row.cap_last,
      }

function together(samples: readonly UsageSampleRow[]) {
  const spreads = samples.map(spreadOf)
  const last = spreads.at(-1) as ReturnType<typeof spreadOf>
  return {
    allowed: mean(samples.map(({ allowed }) => allowed)),
    active: mean(samples.map(({ active }) => active)),
    revoked: mean(samples.map(({ revoked }) => revoked)),
    cap: total(samples.map(({ cap }) => cap)),
    registrations: total(samples.map(({ registrations }) => registrations)),
    validations_allowed: total(samples.map((row) => row.validations_allowed)),
    validations_denied: total(samples.map((row) => row.validations_denied)),
    allowed_min: lowest(spreads.map(({ allowedMin }) => allowedMin)),
    allowed_last: last.allowedLast,
    active_min: lowest(spreads.map(({ activeMin }) => activeMin)),
    active_max: highest(spreads.map(({ activeMax }) => activeMax)),
    active_last: last.activeLast,
    revoked_last: last.revokedLast,
    cap_last: last.capLast,
  }
}

/** Means over all samples, also those without the value: so they add up to the mean of all devices. */
function byPart(samples: readonly UsageSampleRow[], rows: readonly PartSampleRow[]): Record<string, PartCount[]> {
  const lastAt = samples.at(-1)?.at
  const parts = new Map<string, Map<string, { sum: number; last: number | null }>>()
  for (const { at, part, counts } of rows) {
    const values = parts.get(part) ?? new Map<string, { sum: number; last: number | null }>()
    parts.set(part, values)
    for (const { value, last, mean: count } of counts) {
      const before = values.get(value) ?? { sum: 0, last: 0 }
      values.set(value, { sum: before.sum + count, last: at === lastAt ? last : before.last })
    }
  }
  return Object.fromEntries(
    [...parts].map(([part, values]) => [
      part,
      [...values].map(([value, { sum, last }]) => ({ value, last, mean: Math.round(sum / samples.length) })),
    ]),
  )
}
