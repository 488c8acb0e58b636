/** Chains the record: each event with the one before it. Events of earlier versions are chained as they stand now. */
import { type Kysely, sql } from 'kysely'
import { chained, type NewEvent } from '../append-events'
import { canonicalJson, chainOf, DEPLOYMENT_CHAIN, GENESIS } from '../audit-chain'
import type { AuditHeadRow, Database } from '../schema'

const STATEMENTS = [
  'alter table audit_events add column org_sequence bigint',
  'alter table audit_events add column hash text',
  'alter table audit_events add column chain_hash text',
  'create table audit_heads (chain text primary key, sequence bigint not null, hash text not null)',
  `create table audit_checkpoints (
    chain text primary key, sequence bigint not null, hash text not null, at bigint not null, signed text not null)`,
]
const ROWS_AT_ONCE = 1_000

export async function up(untyped: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(untyped)
  const db = untyped as Kysely<Database>
  const heads = new Map<string, AuditHeadRow>([
    [DEPLOYMENT_CHAIN, { chain: DEPLOYMENT_CHAIN, sequence: 0, hash: GENESIS }],
  ])
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) {
      const chain = chainOf(row)
      if (!heads.has(chain)) heads.set(chain, { chain, sequence: 0, hash: GENESIS })
      const data = canonicalJson(JSON.parse(row.data))
      const { org_sequence, hash, chain_hash, sequence } = chained(heads, { ...row, data } as NewEvent)
      const change = { sequence, data, org_sequence, hash, chain_hash }
      await db.updateTable('audit_events').set(change).where('id', '=', row.id).execute()
      last = row.sequence
    }
    if (rows.length < ROWS_AT_ONCE) break
  }
  for (const head of heads.values()) await db.insertInto('audit_heads').values(head).execute()
}
