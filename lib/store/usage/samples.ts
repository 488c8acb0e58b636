/** Usage samples, written and read. Counters are the authority's running totals. */
import type { Db } from '../rows/db'
import type { UsageSampleRow } from '../rows/usage-rows'
import { type PartCount, packCounts, unpackCounts } from './part-counts'

/** Resolutions in seconds. */
export const RAW = 0
export const HOUR = 3_600
export const DAY = 86_400

/** How long samples of each resolution are kept, in ms. */
export const KEEP_MS = { [RAW]: 48 * 3_600_000, [HOUR]: 100 * 86_400_000, [DAY]: 731 * 86_400_000 } as const

/** A sample as it was taken, or by the hour or the day. */
export type SampleKey = { org_id: string; resolution: number; at: number }
type Counts = Pick<UsageSampleRow, 'allowed' | 'active' | 'revoked' | 'cap'>
type Counters = Pick<UsageSampleRow, 'registrations' | 'validations_allowed' | 'validations_denied'>
type Spread = Omit<UsageSampleRow, keyof (SampleKey & Counts & Counters)>

/** Of a raw sample, and of one of which only the mean is known. */
const NO_SPREAD: Spread = {
  allowed_min: null,
  allowed_last: null,
  active_min: null,
  active_max: null,
  active_last: null,
  revoked_last: null,
  cap_last: null,
}

export type NewSample = SampleKey & Counts & Counters & Partial<Spread>

/** One that is there already stays. @param parts counts by the values of each part. */
export const insertSample = (
  db: Db,
  sample: NewSample,
  parts: Readonly<Record<string, readonly PartCount[]>>,
): Promise<void> => db.transaction().execute((tx) => writeSample(tx, sample, parts))

/** The same within a transaction. */
export async function writeSample(
  tx: Db,
  sample: NewSample,
  parts: Readonly<Record<string, readonly PartCount[]>>,
): Promise<void> {
  const { org_id, resolution, at } = sample
  await tx
    .insertInto('usage_samples')
    .values({ ...NO_SPREAD, ...sample })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  for (const [part, counts] of Object.entries(parts)) {
    if (counts.length === 0) continue
    await tx
      .insertInto('usage_part_counts')
      .values({ org_id, resolution, at, part, counts: packCounts(counts) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Samples of one resolution in [from, to), oldest first. */
export const listSamples = (db: Db, orgId: string, resolution: number, from: number, to: number) =>
  db
    .selectFrom('usage_samples')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('resolution', '=', resolution)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('at')
    .execute()

/** What was allowed in several orgs since `from`, oldest first. */
export const listSamplesOfAll = (db: Db, orgIds: readonly string[], resolution: number, from: number) =>
  db
    .selectFrom('usage_samples')
    .select(['org_id', 'at', 'allowed'])
    .where('org_id', 'in', orgIds)
    .where('resolution', '=', resolution)
    .where('at', '>=', from)
    .orderBy('at')
    .execute()

export type PartSampleRow = { at: number; part: string; counts: PartCount[] }

/** Counts by part in [from, to), oldest first; of one part, or of all. */
export async function listPartCounts(
  db: Db,
  orgId: string,
  resolution: number,
  { from, to, part }: { from: number; to: number; part?: string },
): Promise<PartSampleRow[]> {
  let query = db
    .selectFrom('usage_part_counts')
    .select(['at', 'part', 'counts'])
    .where('org_id', '=', orgId)
    .where('resolution', '=', resolution)
    .where('at', '>=', from)
    .where('at', '<', to)
  if (part !== undefined) query = query.where('part', '=', part)
  const rows = await query.orderBy('at').execute()
  return rows.map((row) => ({ ...row, counts: unpackCounts(row.counts) }))
}

export const lastSampleAt = async (db: Db, orgId: string): Promise<number | null> => {
  const row = await db
    .selectFrom('usage_samples')
    .select((e) => e.fn.max('at').as('at'))
    .where('org_id', '=', orgId)
    .where('resolution', '=', RAW)
    .executeTakeFirst()
  return row?.at ?? null
}

/** When the oldest sample of a resolution in [from, to) was taken; null if there is none. */
export const firstSampleAt = async (
  db: Db,
  orgId: string,
  resolution: number,
  from: number,
  to: number,
): Promise<number | null> => {
  const row = await db
    .selectFrom('usage_samples')
    .select((e) => e.fn.min('at').as('at'))
    .where('org_id', '=', orgId)
    .where('resolution', '=', resolution)
    .where('at', '>=', from)
    .where('at', '<', to)
    .executeTakeFirst()
  return row?.at ?? null
}
