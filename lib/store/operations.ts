/** Operations and their items. Both change only through here: each change is noted in its transaction, whose end records it. */
import type { OperationKind } from '@/lib/domain/operation'
import type { StateChange } from '@/lib/domain/operation-state'
import type { StopStatus } from '@/lib/domain/stop'
import { changing, inserting } from './audit/transaction-notes'
import type { Db } from './rows/db'
import type { OperationRow } from './rows/schema'
import { columnsOf, type StateColumns, stateOf } from './state-columns'

export const insertOperation = (db: Db, row: OperationRow) =>
  inserting(db, row.id, (tx) => tx.insertInto('operations').values(row).execute())

export const findOperation = (db: Db, id: string) =>
  db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst()

/** Everything of an operation that is not its state. */
type Particulars = Partial<Omit<OperationRow, keyof StateColumns>>

export const updateOperation = (db: Db, id: string, change: Particulars) => update(db, id, change)

/** Moves an operation by a transition of `lib/domain`. `onlyWhile`: moves a stop only while it is in one of these states. */
export const moveOperation = (
  db: Db,
  id: string,
  change: StateChange,
  { onlyWhile, also }: { onlyWhile?: readonly StopStatus[]; also?: Particulars } = {},
) => update(db, id, { ...columnsOf(change), ...also }, onlyWhile)

/**
 * Writes the state of an operation whose row in memory has moved on: a stop goes by memory first. A reason that a person added
 * meanwhile stays.
 */
export const saveState = (db: Db, row: OperationRow, onlyWhile?: readonly StopStatus[]) =>
  update(
    db,
    row.id,
    {
      ...columnsOf(stateOf(row)),
      ...(row.total === 0 ? {} : { total: row.total }),
      ...(row.reason === null ? {} : { reason: row.reason }),
    },
    onlyWhile,
  )

const update = (db: Db, id: string, change: Partial<OperationRow>, onlyWhile?: readonly StopStatus[]) =>
  changing(db, 'row', [id], (tx) => {
    const query = tx.updateTable('operations').set(change).where('id', '=', id)
    return (onlyWhile ? query.where('stop_status', 'in', onlyWhile) : query).execute()
  })

/** One statement, without a transaction: it changes no operation that has ended, so the record has no event for it. */
export const markRunning = (db: Db, id: string) =>
  db.updateTable('operations').set({ state: 'running' }).where('id', '=', id).where('state', '<>', 'finished').execute()

/** Operations of an org, newest first, after the cursor: the time and id of the last one shown. */
export function listOperations(
  db: Db,
  orgId: string,
  page: { before?: { at: number; id: string }; kind?: OperationKind; limit: number },
) {
  let query = db.selectFrom('operations').selectAll().where('org_id', '=', orgId)
  const { before } = page
  if (before) {
    // Several may have been requested in the same millisecond.
    query = query.where((e) =>
      e.or([e('requested_at', '<', before.at), e.and([e('requested_at', '=', before.at), e('id', '<', before.id)])]),
    )
  }
  if (page.kind) query = query.where('kind', '=', page.kind)
  return query.orderBy('requested_at', 'desc').orderBy('id', 'desc').limit(page.limit).execute()
}

/** How many operations an org has, of one kind or of all. */
export async function countOperations(db: Db, orgId: string, kind?: OperationKind): Promise<number> {
  let query = db
    .selectFrom('operations')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
  if (kind) query = query.where('kind', '=', kind)
  return (await query.executeTakeFirstOrThrow()).count
}

/** Everything that was under way when the console last stopped. */
export const listOpenOperations = (db: Db) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('state', 'in', ['queued', 'running', 'cancelling'])
    .orderBy('requested_at')
    .execute()

export const countOpenOperations = async (db: Db, orgId: string): Promise<number> => {
  const row = await db
    .selectFrom('operations')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('state', '!=', 'finished')
    .executeTakeFirstOrThrow()
  return row.count
}

/** Stops of an org that are not over: the reader holds its devices against them. */
export const listLiveStops = (db: Db, orgId: string) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('stop_status', 'in', ['requested', 'accepted', 'unknown', 'queued'])
    .orderBy('requested_at')
    .execute()

export const findUndoOf = (db: Db, operationId: string) =>
  db
    .selectFrom('operations')
    .select(['id', 'state'])
    .where('undoes', '=', operationId)
    .orderBy('requested_at', 'desc')
    .executeTakeFirst()

/** Scheduled operations whose time has come. */
export const listDueOperations = (db: Db, now: number) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('state', '=', 'scheduled')
    .where('start_at', '<=', now)
    .orderBy('start_at')
    .execute()
