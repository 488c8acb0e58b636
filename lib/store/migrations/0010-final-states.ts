/**
 * The record holds how operations end, from here on. If there are operations already, an event records it: what they came to
 * before it was never written down, and is not made up now. The form of the event and of its hashes is a frozen copy.
 */
import { hash as digestOf, randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table holds add column added_by text',
  'create index holds_added on holds (added_by) where added_by is not null',
  'create index holds_released on holds (released_by) where released_by is not null',
  'create table published_anchors (name text primary key, anchor text not null)',
]

const GENESIS = '0'.repeat(64)
const DEPLOYMENT_CHAIN = '*'
const ORGLESS_CHAIN = ''
const FORM = 'machineid-console/audit/1'
const CONSOLE_NAME = 'the console'
const KIND = 'record.extended'

type Head = { chain: string; sequence: number; hash: string }

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  const { operations } = await one<{ operations: number }>(db, 'select count(*) as operations from operations')
  if (operations === 0) return
  const { holds, elsewhere } = await one<{ holds: number; elsewhere: number }>(
    db,
    `select count(*) as holds, coalesce(sum(case when operation_id is null then 1 else 0 end), 0) as elsewhere
      from holds`,
  )
  // Keys in the order of canonical JSON.
  await append(db, randomUUID(), Date.now(), JSON.stringify({ elsewhere, holds, operations }))
}

async function one<Row>(db: Kysely<unknown>, query: string): Promise<Row> {
  const { rows } = await sql.raw<Row>(query).execute(db)
  return rows[0] as Row
}

/** Appends the event to the chain of the events of no org, and to that of the deployment. */
async function append(db: Kysely<unknown>, id: string, at: number, data: string): Promise<void> {
  const own = await next(db, ORGLESS_CHAIN)
  const whole = await next(db, DEPLOYMENT_CHAIN)
  // After the data: user, name, session, address, request, reason, device, operation.
  const fields = [id, at, KIND, data, null, CONSOLE_NAME, null, null, null, null, null, null]
  const hash = sha256([FORM, own.previous, ORGLESS_CHAIN, own.sequence, ...fields])
  const chainHash = sha256([FORM, whole.previous, whole.sequence, hash])
  await sql`
    insert into audit_events (sequence, id, at, kind, data, actor_name, org_sequence, hash, chain_hash)
    values (${whole.sequence}, ${id}, ${at}, ${KIND}, ${data}, ${CONSOLE_NAME}, ${own.sequence}, ${hash}, ${chainHash})
  `.execute(db)
  await moveHead(db, { chain: ORGLESS_CHAIN, sequence: own.sequence, hash })
  await moveHead(db, { chain: DEPLOYMENT_CHAIN, sequence: whole.sequence, hash: chainHash })
}

/** The next place of a chain, and the hash of the event before it. */
async function next(db: Kysely<unknown>, chain: string): Promise<{ sequence: number; previous: string }> {
  const { rows } = await sql<Head>`select sequence, hash from audit_heads where chain = ${chain}`.execute(db)
  return { sequence: (rows[0]?.sequence ?? 0) + 1, previous: rows[0]?.hash ?? GENESIS }
}

async function moveHead(db: Kysely<unknown>, { chain, sequence, hash }: Head): Promise<void> {
  await sql`
    insert into audit_heads (chain, sequence, hash) values (${chain}, ${sequence}, ${hash})
    on conflict (chain) do update set sequence = excluded.sequence, hash = excluded.hash
  `.execute(db)
}

const sha256 = (fields: unknown[]): string => digestOf('sha256', JSON.stringify(fields))
