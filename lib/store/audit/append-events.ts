/**
 * Appends to the record, and to its chains, in the transaction of what the events describe: the heads are read and moved
 * under the same write lock, so that no two events follow the same one. Events of a transaction of the console are written
 * at its end, when it is known how it leaves the operations that they are about.
 */

import type { AuditEventRow, AuditHeadRow } from '../rows/audit-rows'
import type { Db } from '../rows/db'
import { insertMany } from '../rows/write-many'
import { chainOf, DEPLOYMENT_CHAIN, GENESIS, hashEvent, hashLink, type NewEvent } from './audit-chain'
import { notesOf } from './transaction-notes'

/** Appends in the order given. Outside a transaction it makes one of its own. */
export async function appendEvents(db: Db, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  if (!db.isTransaction) return db.transaction().execute((tx) => appendEvents(tx, events))
  const notes = notesOf(db)
  if (!notes) return writeEvents(db, events)
  for (const event of events) notes.events.push(event)
  notes.events.through = db
}

export const appendEvent = (db: Db, event: NewEvent): Promise<void> => appendEvents(db, [event])

/** Appends events that may be in the record already, such as those of a stop that went out before the store had them. */
export async function appendEventOnce(db: Db, event: NewEvent): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute((tx) => appendEventOnce(tx, event))
  if (notesOf(db)?.events.some(({ id }) => id === event.id)) return
  const there = await db.selectFrom('audit_events').select('id').where('id', '=', event.id).executeTakeFirst()
  if (!there) await appendEvents(db, [event])
}

/** Chains and writes events now, under the write lock that the caller holds. */
export async function writeEvents(db: Db, events: readonly NewEvent[]): Promise<void> {
  const heads = await readHeads(db, [DEPLOYMENT_CHAIN, ...new Set(events.map(chainOf))])
  const rows = events.map((event) => chained(heads, event))
  await insertMany(db, 'audit_events', rows)
  await moveHeads(db, [...heads.values()])
}
async function readHeads(db: Db, chains: readonly string[]): Promise<Map<string, AuditHeadRow>> {
  const rows = await db.selectFrom('audit_heads').selectAll().where('chain', 'in', chains).execute()
  const known = new Map(rows.map((row) => [row.chain, row]))
  return new Map(chains.map((chain) => [chain, known.get(chain) ?? { chain, sequence: 0, hash: GENESIS }]))
}

/** The event with its places and hashes; moves the heads. */
export function chained(heads: Map<string, AuditHeadRow>, event: NewEvent): AuditEventRow {
  const own = heads.get(chainOf(event)) as AuditHeadRow
  const whole = heads.get(DEPLOYMENT_CHAIN) as AuditHeadRow
  own.sequence += 1
  own.hash = hashEvent(own.hash, { ...event, org_sequence: own.sequence })
  whole.sequence += 1
  whole.hash = hashLink(whole.hash, whole.sequence, own.hash)
  return { ...event, sequence: whole.sequence, org_sequence: own.sequence, hash: own.hash, chain_hash: whole.hash }
}

function moveHeads(db: Db, heads: readonly AuditHeadRow[]): Promise<void> {
  return insertMany(db, 'audit_heads', heads, (insert) =>
    insert.onConflict((conflict) =>
      conflict.column('chain').doUpdateSet((e) => ({
        sequence: e.ref('excluded.sequence'),
        hash: e.ref('excluded.hash'),
      })),
    ),
  )
}
