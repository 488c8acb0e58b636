/** What the first chaining of an older record writes, hash by hash: it is the same wherever and whenever it runs. */
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeEvents } from '../audit/append-events'
import { canonicalJson } from '../audit/audit-chain'
import { eventsInOrder, listHeads } from '../audit/audit-chain-heads'
import type { AuditEventRow } from '../rows/audit-rows'
import type { Database } from '../rows/schema'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as chains } from './0006-audit-chain'

const NO_ACTOR = { user_id: null, session_id: null, address: null, request_id: null, reason: null }
const NOTHING = { ...NO_ACTOR, device_id: null, operation_id: null }
const EVENTS = [
  {
    ...NOTHING,
    sequence: 3,
    id: 'a',
    org_id: 'org-1',
    at: 1_800_000_000_000,
    kind: 'x',
    data: '{}',
    actor_name: 'Ann',
  },
  {
    ...{ sequence: 7, id: 'b', org_id: null, at: 1_800_000_000_001, kind: 'person.signed-in', actor_name: 'Bé "b"' },
    ...{ data: '{ "b": [2, {"d":1,"c":null}], "a": "é\\u0007" }', user_id: 'user', session_id: 'session' },
    ...{ address: '::1', request_id: 'request', reason: 'because\nof it', device_id: 'json=5', operation_id: 'op' },
  },
  { ...NOTHING, sequence: 8, id: 'c', org_id: 'org-2', at: 5, kind: 'y', data: '[]', actor_name: '' },
  { ...NOTHING, sequence: 20, id: 'd', org_id: 'org-1', at: 6, kind: 'z', data: '{"10":1,"9":2}', actor_name: 'Ann' },
]

let untyped: Kysely<unknown>
let db: Kysely<Database>
beforeEach(async () => {
  untyped = new Kysely({ dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }) })
  db = untyped as Kysely<Database>
  await main(untyped)
})
afterEach(() => untyped.destroy())

const insertAsBefore = async () => {
  for (const event of EVENTS)
    await sql`insert into audit_events (${sql.join(Object.keys(event).map((name) => sql.ref(name)))})
      values (${sql.join(Object.values(event))})`.execute(untyped)
}

async function events(): Promise<AuditEventRow[]> {
  const rows: AuditEventRow[] = []
  for await (const page of eventsInOrder(db)) rows.push(...page)
  return rows
}

it('chains the events of an older version by these hashes', async () => {
  await insertAsBefore()
  await chains(untyped)
  const found = await events()
  expect(
    found.map(({ sequence, id, org_sequence, hash, chain_hash }) => [sequence, id, org_sequence, hash, chain_hash]),
  ).toEqual([
    [
      1,
      'a',
      1,
      'bf94399d3b399ec9fcb56596d40e28a042332ec6549b2a77790e903f931ba1c7',
      '68eec8529ba370244cd71f1e2e748bd855d15918b72d144e55fa483d0d527ddc',
    ],
    [
      2,
      'b',
      1,
      '7db31e5b5452c26377f31a3ea01633c588a7c11dcb32e19a0dd2e903779f407a',
      '78f2a9751c454797dfd8dea2dc8bd1e8a742d5a2f43bb56aab010ae4ea9e39f2',
    ],
    [
      3,
      'c',
      1,
      '0291bc6ede8ecc245b2625611b96daddf9771f26620e98e892cb8f6e85ed3a78',
      'b381c35adcc07ce8f3b97bce0ea79cc6075001c8ec254372441f2b7ab734d7ea',
    ],
    [
      4,
      'd',
      2,
      'fe8874f265ec75375b83a0fbd09403a4fefeea1d30c4a69871c645f3d00bdcce',
      'c56e132845c2b3c6b809b41ee96d482487390fdd12bcc2b5117358c627f04f30',
    ],
  ])
  expect(found.map(({ data }) => data)).toEqual([
    '{}',
    '{"a":"é\\u0007","b":[2,{"c":null,"d":1}]}',
    '[]',
    '{"9":2,"10":1}',
  ])
  const last = (at: number) => found[at]?.hash
  expect(await listHeads(db)).toEqual([
    { chain: '', sequence: 1, hash: last(1) },
    { chain: '*', sequence: 4, hash: found[3]?.chain_hash },
    { chain: 'org-1', sequence: 2, hash: last(3) },
    { chain: 'org-2', sequence: 1, hash: last(2) },
  ])
})

it('writes what the console itself writes and verifies for the same events', async () => {
  await insertAsBefore()
  await chains(untyped)
  const [chained, heads] = [await events(), await listHeads(db)]
  await db.deleteFrom('audit_events').execute()
  await db.deleteFrom('audit_heads').execute()
  await writeEvents(
    db,
    EVENTS.map(({ sequence: _, ...event }) => ({
      ...event,
      kind: event.kind as AuditEventRow['kind'],
      data: canonicalJson(JSON.parse(event.data)),
    })),
  )
  expect([await events(), await listHeads(db)]).toEqual([chained, heads])
})

it('begins a chain of the deployment where there is no event yet', async () => {
  await chains(untyped)
  expect(await listHeads(db)).toEqual([{ chain: '*', sequence: 0, hash: '0'.repeat(64) }])
})
