import { Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { listedId } from '@/lib/domain/ids/listed-id'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as alarms } from './0002-alarms'
import { up as confirmations } from './0005-confirmations'
import { up as listedIds } from './0011-listed-ids'

it('a hold on a device whose id has control characters is still found by its id', async () => {
  const db = new Kysely<unknown>({
    dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }),
  })
  for (const up of [main, alarms, confirmations]) await up(db)
  await sql.raw('pragma foreign_keys = off').execute(db)
  const ids = ['a', ' a ', 'a\nb', 'a\0b', 'json=5', '', 'a\u2028"\u009f', 'x'.repeat(1_024), '\n'.repeat(1_025)]
  for (const id of ids)
    await sql`insert into holds (id, org_id, device_id, kind, actor_name, placed_at) values (${id}, 'o', ${id}, 'operation', 'x', 1)`.execute(
      db,
    )
  await listedIds(db)
  const kept = await sql<Record<string, unknown>>`select device_id from holds order by rowid`.execute(db)
  expect(kept.rows.map((row) => row.device_id)).toEqual([
    'a',
    ' a ',
    'json="a\\nb"',
    'json="a\\u0000b"',
    'json="json=5"',
    'json=""',
    'json="a\\u2028\\"\\u009f"',
    'x'.repeat(1_024),
    '\n'.repeat(1_025),
  ])
  expect(kept.rows.map((row) => row.device_id)).toEqual(ids.map((id) => listedId(id) ?? id))
  await db.destroy()
})
