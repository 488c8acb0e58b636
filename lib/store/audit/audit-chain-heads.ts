/** The record as verification and anchoring read it: its heads, and its events in order. */

import type { AuditCheckpointRow, AuditEventRow, AuditHeadRow } from '../rows/audit-rows'
import type { Db } from '../rows/db'
import { insertMany } from '../rows/write-many'
import { chainOf, DEPLOYMENT_CHAIN } from './audit-chain'

/** The last event of every chain. */
export const listHeads = (db: Db) => db.selectFrom('audit_heads').selectAll().orderBy('chain').execute()

export const eventAt = (db: Db, sequence: number) =>
  db.selectFrom('audit_events').selectAll().where('sequence', '=', sequence).executeTakeFirst()

export const listCheckpoints = (db: Db) => db.selectFrom('audit_checkpoints').selectAll().execute()

/** Where a chain goes on after what was dropped of it. */
export const checkpointOf = (db: Db, chain: string): Promise<AuditCheckpointRow | undefined> =>
  db.selectFrom('audit_checkpoints').selectAll().where('chain', '=', chain).executeTakeFirst()

const ROWS_AT_ONCE = 2_000

/** Every event from the oldest on, page by page. */
export async function* eventsInOrder(db: Db): AsyncGenerator<AuditEventRow[]> {
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(ROWS_AT_ONCE)
      .execute()
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_AT_ONCE) return
    last = (rows.at(-1) as AuditEventRow).sequence
  }
}

/** Events of the deployment so far. */
export const lastSequence = async (db: Db): Promise<number> => {
  const head = await db
    .selectFrom('audit_heads')
    .select('sequence')
    .where('chain', '=', DEPLOYMENT_CHAIN)
    .executeTakeFirst()
  return head?.sequence ?? 0
}

/** The newest event written before a time (epoch ms); 0 when there is none. */
export const sequenceBefore = async (db: Db, at: number): Promise<number> => {
  const row = await db
    .selectFrom('audit_events')
    .select((e) => e.fn.max('sequence').as('sequence'))
    .where('at', '<', at)
    .executeTakeFirst()
  return row?.sequence ?? 0
}

/** The last event of each chain among the first `until` events of the deployment. */
export async function headsUntil(db: Db, until: number): Promise<AuditHeadRow[]> {
  const last = await db
    .selectFrom('audit_events')
    .select(['org_id', (e) => e.fn.max('sequence').as('sequence')])
    .where('sequence', '<=', until)
    .groupBy('org_id')
    .execute()
  const heads: AuditHeadRow[] = []
  for (const { sequence } of last) {
    const event = (await eventAt(db, sequence)) as AuditEventRow
    heads.push({ chain: chainOf(event), sequence: event.org_sequence, hash: event.hash })
    if (event.sequence === until) heads.push({ chain: DEPLOYMENT_CHAIN, sequence: until, hash: event.chain_hash })
  }
  return heads
}

export async function putCheckpoints(db: Db, rows: readonly AuditCheckpointRow[]): Promise<void> {
  await db.deleteFrom('audit_checkpoints').execute()
  await insertMany(db, 'audit_checkpoints', rows)
}

/** Only for retention, after a checkpoint took their place. */
export async function dropEventsUntil(db: Db, until: number): Promise<number> {
  const result = await db.deleteFrom('audit_events').where('sequence', '<=', until).executeTakeFirst()
  return Number(result.numDeletedRows)
}
