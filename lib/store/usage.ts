/** Usage samples: raw for 48 h, then hourly, then daily for two years. Counters are the authority's running totals. */
import { type Expression, sql } from 'kysely'
import type { Db } from './rows/db'
import type { UsagePartRow, UsageSampleRow } from './rows/schema'

export const RAW = 0
export const HOUR = 3_600
export const DAY = 86_400

const KEEP_MS = { [RAW]: 48 * 3_600_000, [HOUR]: 30 * 86_400_000, [DAY]: 730 * 86_400_000 } as const

export async function insertSample(db: Db, sample: UsageSampleRow, parts: UsagePartRow[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('usage_samples')
      .values(sample)
      .onConflict((c) => c.doNothing())
      .execute()
    if (parts.length)
      await tx
        .insertInto('usage_parts')
        .values(parts)
        .onConflict((c) => c.doNothing())
        .execute()
  })
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

export const listParts = (db: Db, orgId: string, resolution: number, part: string, from: number, to: number) =>
  db
    .selectFrom('usage_parts')
    .select(['at', 'value', 'active'])
    .where('org_id', '=', orgId)
    .where('resolution', '=', resolution)
    .where('part', '=', part)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('at')
    .execute()

export const lastSampleAt = async (db: Db, orgId: string): Promise<number | null> => {
  const row = await db
    .selectFrom('usage_samples')
    .select((e) => e.fn.max('at').as('at'))
    .where('org_id', '=', orgId)
    .where('resolution', '=', RAW)
    .executeTakeFirst()
  return row?.at ?? null
}

/** Rolls raw samples up into whole hours, hours into whole days, and drops what is older than each is kept. */
export async function rollUp(db: Db, now: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await rollInto(tx, RAW, HOUR, now)
    await rollInto(tx, HOUR, DAY, now)
    for (const [resolution, keepMs] of Object.entries(KEEP_MS)) {
      for (const table of ['usage_samples', 'usage_parts'] as const) {
        await tx
          .deleteFrom(table)
          .where('resolution', '=', Number(resolution))
          .where('at', '<', now - keepMs)
          .execute()
      }
    }
  })
}

/** Takes in everything that is still there, so that a console that was down for weeks catches up before anything is dropped. */
async function rollInto(db: Db, source: number, target: number, now: number): Promise<void> {
  const widthMs = target * 1_000
  const before = Math.floor(now / widthMs) * widthMs
  // As literals: a bound number would be a float, and the division would not cut off.
  const width = sql.lit(widthMs)
  const bucket = sql<number>`(at / ${width}) * ${width}`
  const mean = (column: Expression<number>) => sql<number>`cast(round(avg(${column})) as integer)`
  const column = (name: string) => sql.ref<number>(name)
  await db
    .insertInto('usage_samples')
    .columns([
      'org_id',
      'resolution',
      'at',
      'allowed',
      'active',
      'revoked',
      'cap',
      'registrations',
      'validations_allowed',
      'validations_denied',
    ])
    .expression(
      db
        .selectFrom('usage_samples')
        .select([
          'org_id',
          sql.lit(target).as('resolution'),
          bucket.as('at'),
          mean(column('allowed')).as('allowed'),
          mean(column('active')).as('active'),
          mean(column('revoked')).as('revoked'),
          sql<number>`max(cap)`.as('cap'),
          sql<number>`max(registrations)`.as('registrations'),
          sql<number>`max(validations_allowed)`.as('validations_allowed'),
          sql<number>`max(validations_denied)`.as('validations_denied'),
        ])
        .where('resolution', '=', source)
        .where('at', '<', before)
        .groupBy(['org_id', bucket]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('usage_parts')
    .columns(['org_id', 'resolution', 'at', 'part', 'value', 'active'])
    .expression(
      db
        .selectFrom('usage_parts')
        .select([
          'org_id',
          sql.lit(target).as('resolution'),
          bucket.as('at'),
          'part',
          'value',
          mean(column('active')).as('active'),
        ])
        .where('resolution', '=', source)
        .where('at', '<', before)
        .groupBy(['org_id', bucket, 'part', 'value']),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
