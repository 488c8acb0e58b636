/**
 * A roll-up keeps the lowest, the highest and the last count beside the mean; of those rolled up before, only the mean is known. The
 * counts by part of one sample are one row, so that hundreds of roles cost little: `[[value, last, mean], …]`, without a mean in a
 * raw sample, with null as the last one where only the mean is known.
 */
import { type Kysely, sql } from 'kysely'

const COLUMNS = ['allowed_min', 'allowed_last', 'active_min', 'active_max', 'active_last', 'revoked_last', 'cap_last']

const ROWS_AT_ONCE = 5_000

type PartRow = { org_id: string; resolution: number; at: number; part: string; value: string; active: number }
type Key = Pick<PartRow, 'org_id' | 'resolution' | 'at' | 'part'>

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of COLUMNS) await sql.raw(`alter table usage_samples add column ${column} integer`).execute(db)
  await sql
    .raw(
      `create table usage_part_counts (
        org_id text not null references orgs(id), resolution integer not null, at bigint not null, part text not null,
        counts text not null, primary key (org_id, resolution, at, part))`,
    )
    .execute(db)
  await pack(db)
  await sql.raw('drop table usage_parts').execute(db)
  await sql.raw('create index operations_by_org_accepted on operations (org_id, accepted_at)').execute(db)
}

async function pack(db: Kysely<unknown>): Promise<void> {
  let key: Key | undefined
  let counts: unknown[] = []
  const flush = async () => {
    if (!key) return
    const { org_id, resolution, at, part } = key
    await sql`insert into usage_part_counts (org_id, resolution, at, part, counts)
      values (${org_id}, ${resolution}, ${at}, ${part}, ${JSON.stringify(counts)})`.execute(db)
  }
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const { rows } = await sql<PartRow>`select org_id, resolution, at, part, value, active from usage_parts
      order by org_id, resolution, at, part, value limit ${ROWS_AT_ONCE} offset ${offset}`.execute(db)
    for (const row of rows) {
      const isSame =
        key?.org_id === row.org_id && key.resolution === row.resolution && key.at === row.at && key.part === row.part
      if (!isSame) {
        await flush()
        key = row
        counts = []
      }
      counts.push(row.resolution === 0 ? [row.value, row.active] : [row.value, null, row.active])
    }
    if (rows.length < ROWS_AT_ONCE) break
  }
  await flush()
}
