/**
 * Chains the record: each event with the one before it. Events of earlier versions are chained as they are now. The form
 * of the hashes is a frozen copy: a migration that has run somewhere must do the same everywhere, whatever the console does
 * later.
 */
import { hash as digestOf } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table audit_events add column org_sequence bigint',
  'alter table audit_events add column hash text',
  'alter table audit_events add column chain_hash text',
  'create table audit_heads (chain text primary key, sequence bigint not null, hash text not null)',
  `create table audit_checkpoints (
    chain text primary key, sequence bigint not null, hash text not null, at bigint not null, signed text not null)`,
]
const ROWS_AT_ONCE = 1_000

const GENESIS = '0'.repeat(64)
const DEPLOYMENT_CHAIN = '*'
const ORGLESS_CHAIN = ''
const FORM = 'machineid-console/audit/1'

type Head = { chain: string; sequence: number; hash: string }
type Event = {
  sequence: number
  id: string
  org_id: string | null
  at: number
  kind: string
  data: string
  user_id: string | null
  actor_name: string
  session_id: string | null
  address: string | null
  request_id: string | null
  reason: string | null
  device_id: string | null
  operation_id: string | null
}
type Tables = {
  audit_events: Event & { org_sequence: number | null; hash: string | null; chain_hash: string | null }
  audit_heads: Head
}

export async function up(untyped: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(untyped)
  const db = untyped as Kysely<Tables>
  const heads = new Map<string, Head>([[DEPLOYMENT_CHAIN, { chain: DEPLOYMENT_CHAIN, sequence: 0, hash: GENESIS }]])
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) {
      const change = chained(heads, { ...row, data: canonicalJson(JSON.parse(row.data)) })
      await db.updateTable('audit_events').set(change).where('id', '=', row.id).execute()
      last = row.sequence
    }
    if (rows.length < ROWS_AT_ONCE) break
  }
  for (const head of heads.values()) await db.insertInto('audit_heads').values(head).execute()
}

/** What changes of an event: its places and hashes, its data as canonical JSON. Moves the heads. */
function chained(heads: Map<string, Head>, event: Event) {
  const own = headOf(heads, event.org_id ?? ORGLESS_CHAIN)
  const whole = headOf(heads, DEPLOYMENT_CHAIN)
  own.sequence += 1
  own.hash = hashEvent(own, event)
  whole.sequence += 1
  whole.hash = sha256(JSON.stringify([FORM, whole.hash, whole.sequence, own.hash]))
  return {
    sequence: whole.sequence,
    data: event.data,
    org_sequence: own.sequence,
    hash: own.hash,
    chain_hash: whole.hash,
  }
}

function headOf(heads: Map<string, Head>, chain: string): Head {
  const head = heads.get(chain) ?? { chain, sequence: 0, hash: GENESIS }
  heads.set(chain, head)
  return head
}

/** `head`: its chain with the event counted, its hash still that of the event before. */
function hashEvent(head: Head, event: Event): string {
  const fields = [event.id, event.at, event.kind, event.data, event.user_id, event.actor_name, event.session_id]
  const rest = [event.address, event.request_id, event.reason, event.device_id, event.operation_id]
  return sha256(JSON.stringify([FORM, head.hash, head.chain, head.sequence, ...fields, ...rest]))
}

const sha256 = (text: string): string => digestOf('sha256', text)

/** JSON with the keys of every object in order: the same value is always the same text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
