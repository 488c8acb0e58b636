/** Sums and searches over the items of one operation, for its page. */
import { sql } from 'kysely'
import type { ItemOutcome } from '@/lib/domain/operation'
import type { Db } from './rows/db'
import type { OperationItemRow } from './rows/schema'

export type ProgressSums = { total: number; answered: number; settled: number; retryable: number; recent: number }

/** An item is answered once it has an outcome, an acceptance, or the code of an answer that was not clear. */
const IS_ANSWERED = sql`(outcome <> 'pending' or accepted_at is not null or code is not null)`

/**
 * One pass over the items. @param since answers from then on are `recent`; what a hold settled without a call is none.
 * @param stays codes that another try does not change.
 */
export async function progressSums(
  db: Db,
  operationId: string,
  { since, stays }: { since: number; stays: readonly string[] },
): Promise<ProgressSums> {
  const sum = (when: ReturnType<typeof sql>) => sql<number>`coalesce(sum(case when ${when} then 1 else 0 end), 0)`
  const isKept = sql`coalesce(code, '') in (${sql.join(stays)})`
  return db
    .selectFrom('operation_items')
    .select((e) => [
      e.fn.countAll<number>().as('total'),
      sum(IS_ANSWERED).as('answered'),
      sum(sql`outcome <> 'pending'`).as('settled'),
      sum(sql`outcome in ('failed', 'unknown', 'refused') and not ${isKept}`).as('retryable'),
      sum(sql`${IS_ANSWERED} and updated_at >= ${since} and coalesce(code, '') <> 'held'`).as('recent'),
    ])
    .where('operation_id', '=', operationId)
    .executeTakeFirstOrThrow()
}

/** When a person last continued it or tried it again; null if it never was. */
export const lastBegunAgain = async (db: Db, operationId: string): Promise<number | null> => {
  const row = await db
    .selectFrom('audit_events')
    .select((e) => e.fn.max('at').as('at'))
    .where('operation_id', '=', operationId)
    .where('kind', 'in', ['operation.continued', 'operation.retried'])
    .executeTakeFirst()
  return row?.at ?? null
}

/** Of a staged restore: the last step that was sent, of how many; its items that the authority acknowledged. */
export async function sentStep(db: Db, operationId: string) {
  const { step, steps } = await db
    .selectFrom('operation_items')
    .select((e) => [
      sql<number | null>`max(case when accepted_at is not null then step end)`.as('step'),
      e.fn.max('step').as('steps'),
    ])
    .where('operation_id', '=', operationId)
    .executeTakeFirstOrThrow()
  const items = await db
    .selectFrom('operation_items')
    .select(['device_id', 'accepted_at', 'accepted_revision'])
    .where('operation_id', '=', operationId)
    .where('step', '=', step ?? 0)
    .where('outcome', '=', 'pending')
    .where('accepted_at', 'is not', null)
    .orderBy('position')
    .execute()
  return { step: step ?? 1, steps: steps ?? 1, items }
}

export type ItemFilter = { outcome?: ItemOutcome; id?: string }

/** Items of an outcome whose id contains a text, composed or decomposed (case-insensitive for ASCII), in the order of the list. */
export const findItems = (
  db: Db,
  operationId: string,
  filter: ItemFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<OperationItemRow[]> =>
  filtered(db, operationId, filter).selectAll().orderBy('position').limit(limit).offset(offset).execute()

export const countItems = async (db: Db, operationId: string, filter: ItemFilter): Promise<number> => {
  const row = await filtered(db, operationId, filter)
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

function filtered(db: Db, operationId: string, { outcome, id }: ItemFilter) {
  let query = db.selectFrom('operation_items').where('operation_id', '=', operationId)
  if (outcome) query = query.where('outcome', '=', outcome)
  if (id) {
    const forms = [...new Set([id, id.normalize('NFC'), id.normalize('NFD')])]
    query = query.where((e) => e.or(forms.map(contains)))
  }
  return query
}

const contains = (text: string) => sql<boolean>`lower(device_id) like lower(${`%${escapeLike(text)}%`}) escape '\\'`

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** The frozen list of an operation. */
export const operationDeviceIds = async (db: Db, operationId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('operation_items')
    .select('device_id')
    .where('operation_id', '=', operationId)
    .orderBy('position')
    .execute()
  return rows.map((row) => row.device_id)
}
