import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { unpackCounts } from '../usage/part-counts'
import { up as main } from './0001-main'
import { up as usageSpread } from './0015-usage-spread'

let db: Kysely<unknown>
beforeEach(async () => {
  db = new Kysely({ dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }) })
  await main(db)
  for (const org of ['a', 'b'])
    await sql`insert into orgs (id, slug, name, base_url, id_pattern, paths, created_at) values (${org}, ${org}, ${org}, 'embedded', '', '{}', 0)`.execute(
      db,
    )
})
afterEach(() => db.destroy())

const add = (org: string, resolution: number, at: number, part: string, value: string, active: number) =>
  sql`insert into usage_parts (org_id, resolution, at, part, value, active) values (${org}, ${resolution}, ${at}, ${part}, ${value}, ${active})`.execute(
    db,
  )

const packed = async () => {
  const { rows } = await sql<{ org_id: string; resolution: number; at: number; part: string; counts: string }>`
    select * from usage_part_counts order by org_id, resolution, at, part`.execute(db)
  return rows.map(({ org_id, resolution, at, part, counts }) => [org_id, resolution, at, part, unpackCounts(counts)])
}

it('keeps each count where it was: of a raw sample the count, of one that was rolled up its mean alone', async () => {
  await add('a', 0, 60, 'role', 'runner', 3)
  await add('a', 0, 60, 'role', '__proto__', 1)
  await add('a', 0, 60, 'env', 'prod', 4)
  await add('a', 3600, 0, 'role', 'runner', 2)
  await add('b', 0, 60, 'role', 'runner', 9)
  await usageSpread(db)
  expect(await packed()).toEqual([
    ['a', 0, 60, 'env', [{ value: 'prod', last: 4, mean: 4 }]],
    [
      'a',
      0,
      60,
      'role',
      [
        { value: '__proto__', last: 1, mean: 1 },
        { value: 'runner', last: 3, mean: 3 },
      ],
    ],
    ['a', 3600, 0, 'role', [{ value: 'runner', last: null, mean: 2 }]],
    ['b', 0, 60, 'role', [{ value: 'runner', last: 9, mean: 9 }]],
  ])
})

it('loses none of more than it reads at once, and has nothing to do where there are none', async () => {
  await sql`with recursive n(i) as (select 0 union all select i + 1 from n where i < 11999)
    insert into usage_parts (org_id, resolution, at, part, value, active) select 'a', 0, i / 7, 'role', 'r' || (i % 7), 1 from n`.execute(
    db,
  )
  await usageSpread(db)
  const rows = await packed()
  expect(rows).toHaveLength(Math.ceil(12_000 / 7))
  expect(rows.reduce((sum, row) => sum + (row[4] as unknown[]).length, 0)).toBe(12_000)
})
