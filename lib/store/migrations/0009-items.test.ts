import { Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as later } from './0008-later'
import { up as items } from './0009-items'

it('keeps every item, in its place, also where an earlier version gave one place twice', async () => {
  const db = new Kysely<unknown>({
    dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }),
  })
  await main(db)
  await later(db)
  await sql.raw('pragma foreign_keys = off').execute(db)
  const rows = [
    ['op-1', 0, 'a', 'done'],
    ['op-1', 1, 'b', 'failed'],
    ['op-1', 1, 'c', 'done'],
    ['op-2', 0, 'b', 'pending'],
  ] as const
  for (const [operation, position, device, outcome] of rows)
    await sql`insert into operation_items (operation_id, position, device_id, outcome, before, updated_at)
      values (${operation}, ${position}, ${device}, ${outcome}, 'active', 1)`.execute(db)
  await items(db)
  const kept = await sql<Record<string, unknown>>`
    select operation_id, position, device_id, outcome, step from operation_items order by operation_id, position`.execute(
    db,
  )
  expect(kept.rows.map((row) => Object.values(row))).toEqual([
    ['op-1', 0, 'a', 'done', 0],
    ['op-1', 1, 'b', 'failed', 0],
    ['op-1', 2, 'c', 'done', 0],
    ['op-2', 0, 'b', 'pending', 0],
  ])
  await db.destroy()
})
