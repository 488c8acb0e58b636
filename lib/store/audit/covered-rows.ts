/** Operations and holds as a verification compares them with the record. */
import { sql } from 'kysely'
import type { HeldItems } from '@/lib/domain/audit'
import type { Db } from '../rows/db'
import type { OperationRow } from '../rows/schema'

/** False for a database of a version whose record did not hold how operations end. */
export const hasFinalStates = (db: Db): Promise<boolean> =>
  sql`select added_by from holds limit 1`.execute(db).then(
    () => true,
    () => false,
  )

export type CoveredOperation = Pick<OperationRow, 'id' | 'kind' | 'state' | 'actor_name' | 'requested_at'>
const ROWS_AT_ONCE = 1_000

/** Every operation, by id, page by page. */
export async function* eachOperation(db: Db): AsyncGenerator<CoveredOperation[]> {
  for (let last = ''; ; ) {
    const rows = await db
      .selectFrom('operations')
      .select(['id', 'kind', 'state', 'actor_name', 'requested_at'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_AT_ONCE) return
    last = rows.at(-1)?.id ?? ''
  }
}

/** Holds that were not added one by one: `all` of an operation, and those that are exactly as in `held`. */
export async function heldOnItems(db: Db, id: string, held: HeldItems): Promise<{ all: number; exact: number }> {
  const { rows } = await sql<{ all: number; exact: number }>`select
    (select count(*) from holds where operation_id = ${id} and added_by is null) as "all",
    (select count(*) from operation_items as item
      join operations as operation on operation.id = item.operation_id
      join holds as hold on hold.id = item.operation_id || ':' || item.device_id
      where item.operation_id = ${id} and item.position < ${held.count}
      and hold.operation_id = operation.id and hold.device_id = item.device_id and hold.added_by is null
      and hold.org_id = operation.org_id and hold.kind = ${held.kind} and hold.placed_at = ${held.at}
      and hold.actor_name = operation.actor_name and hold.user_id is not distinct from operation.user_id
      and hold.reason is not distinct from ${held.reason}) as exact`.execute(db)
  return rows[0] as { all: number; exact: number }
}

/** How many holds each operation placed on its items, added one by one, and released; `null`: no operation. */
export async function countHolds(db: Db, by: 'operation_id' | 'added_by' | 'released_by') {
  let query = db.selectFrom('holds').select([by, (e) => e.fn.countAll<number>().as('holds')])
  if (by === 'operation_id') query = query.where('added_by', 'is', null)
  else query = query.where(by, 'is not', null)
  const rows = await query.groupBy(by).execute()
  return new Map(rows.map((row) => [(row as unknown as Record<typeof by, string | null>)[by], row.holds]))
}

/** Holds of which it is said that they were released, but not by which operation, or the other way round. */
export async function countHalfReleased(db: Db): Promise<number> {
  const row = await db
    .selectFrom('holds')
    .select((e) => e.fn.countAll<number>().as('holds'))
    .where(sql<boolean>`(released_at is null) <> (released_by is null)`)
    .executeTakeFirstOrThrow()
  return row.holds
}
