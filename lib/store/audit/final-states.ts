/**
 * How operations end, in the record.
 *
 * An operation that has ended is a set of rows: its own (with its fence, where it is one), its items, the holds that it added
 * one by one, and the holds that it released. The transaction that ends it writes a digest of each of the four into the last
 * of its events about it, as `final`. So every row is covered by exactly one operation, and a restore that releases ten
 * thousand holds of an older stop leaves that stop as it is. Holds that an operation places on each of its items need no
 * digest: the event records them as `held`, and their columns follow from the items.
 *
 * If a later transaction changes an ended operation, its event carries the new digests of the parts that it changed, and the
 * old ones of the others. If it opens the operation again, its event has `final: null`. In both cases the rows are first
 * compared with the record: `altered` names the parts that were changed outside the console, which would
 * otherwise be sealed with the rest. An act is never held up by that.
 *
 * So for every operation the newest event that has `final` determines which rows there must be; a verification reads them anew.
 * The digests are made inside the database, over all columns as JSON in a fixed order.
 */
import { type RawBuilder, sql } from 'kysely'
import type { FinalState } from '@/lib/domain/audit'
import type { Db } from '../rows/db'
import { arrayOf, digestOf } from '../rows/json-text'
import type { FenceRow, HoldRow, OperationItemRow, OperationRow } from '../rows/schema'

export type Part = Exclude<keyof FinalState, 'form'>
export const PARTS = ['row', 'items', 'added', 'released'] as const satisfies readonly Part[]

const OPERATION = [
  'id',
  'org_id',
  'kind',
  'state',
  'user_id',
  'actor_name',
  'session_id',
  'address',
  'reason',
  'selector',
  'selection_id',
  'undoes',
  'releases',
  'body_digest',
  'authority',
  'total',
  'requested_at',
  'accepted_at',
  'finished_at',
  'stop_status',
  'accepted_revision',
  'accepted_authority_at',
  'error_code',
  'error_message',
  'error_request_id',
  'start_at',
  'staged',
] as const satisfies readonly (keyof OperationRow)[]

const FENCE = [
  'org_id',
  'selector',
  'placed_at',
  'ends_at',
  'remind_at',
  'reminded_at',
  'ended_at',
  'lifted_at',
] as const satisfies readonly (keyof FenceRow)[]

const ITEM = [
  'position',
  'device_id',
  'outcome',
  'before',
  'accepted_at',
  'accepted_revision',
  'code',
  'message',
  'request_id',
  'updated_at',
  'step',
] as const satisfies readonly (keyof OperationItemRow)[]

/** What never changes of a hold. Who released it, and when, is covered by that operation. */
const HOLD = [
  'id',
  'org_id',
  'device_id',
  'kind',
  'operation_id',
  'user_id',
  'actor_name',
  'reason',
  'placed_at',
] as const satisfies readonly (keyof HoldRow)[]

const text = (db: Db, columns: readonly string[], table: string) =>
  arrayOf(
    db,
    columns.map((name) => sql.ref(`${table}.${name}`)),
  )

/**
 * Whether an operation is a rehearsal, where its row in `rehearsals` does not say so already. Only then it is part of the digest:
 * operations that ended before there was such a column keep theirs.
 */
const rehearsal = (db: Db) => sql`case
  when operations.rehearsal = (select count(*) from rehearsals where operation_id = operations.id) then ''
  else ${arrayOf(db, [sql.ref('operations.rehearsal')])} end`

const QUERIES: Record<Part, (db: Db, id: string) => RawBuilder<unknown>> = {
  row: (db, id) =>
    digestOf(
      db,
      sql`select '[' || ${text(db, OPERATION, 'operations')} || ',' || ${text(db, FENCE, 'fences')} || ']' || ${rehearsal(db)}
        as line from operations left join fences on fences.operation_id = operations.id where operations.id = ${id}`,
    ),
  items: (db, id) =>
    digestOf(
      db,
      sql`select ${text(db, ITEM, 'operation_items')} as line from operation_items where operation_id = ${id}
        order by position`,
    ),
  added: (db, id) =>
    digestOf(db, sql`select ${text(db, HOLD, 'holds')} as line from holds where added_by = ${id} order by id`),
  released: (db, id) =>
    digestOf(
      db,
      sql`select ${text(db, ['id', 'released_at'], 'holds')} as line from holds where released_by = ${id} order by id`,
    ),
}

/** The digests of an operation as its rows are now. A part without rows is left out. */
export async function readFinal(db: Db, id: string, parts: readonly Part[] = PARTS): Promise<Partial<FinalState>> {
  const columns = parts.map((part) => sql`${QUERIES[part](db, id)} as ${sql.ref(part)}`)
  const { rows } = await sql<Record<Part, string | null>>`select ${sql.join(columns)}`.execute(db)
  const found = rows[0] as Record<Part, string | null>
  return Object.fromEntries(parts.flatMap((part) => (found[part] === null ? [] : [[part, found[part]]])))
}

export const differing = (a: Partial<FinalState>, b: Partial<FinalState>): Part[] =>
  PARTS.filter((part) => a[part] !== b[part])

const EVENTS_AT_ONCE = 50

/** The last recorded end of an operation: null if it is open again, undefined if it has not ended yet. */
export async function lastFinal(db: Db, id: string): Promise<FinalState | null | undefined> {
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const events = await db
      .selectFrom('audit_events')
      .select(['sequence', 'data'])
      .where('operation_id', '=', id)
      .where('sequence', '<', before)
      .orderBy('sequence', 'desc')
      .limit(EVENTS_AT_ONCE)
      .execute()
    for (const { data } of events) {
      const final = finalIn(data)
      if (final !== undefined) return final
    }
    if (events.length < EVENTS_AT_ONCE) return undefined
    before = events.at(-1)?.sequence ?? 0
  }
}

/** What the data of an event records of the end of its operation. */
export function finalIn(data: string): FinalState | null | undefined {
  // Most events do not record it: they are not parsed.
  return data.includes('"final":') ? (JSON.parse(data) as { final?: FinalState | null }).final : undefined
}
