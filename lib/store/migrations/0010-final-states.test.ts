/** A database of the version before: its operations are named as older, once, and the chain goes on. */
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { chainOf, GENESIS, hashEvent, hashLink } from '../audit/audit-chain'
import { eventsInOrder, listHeads } from '../audit/audit-chain-heads'
import type { Database } from '../rows/schema'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as chains } from './0006-audit-chain'
import { up as finalStates } from './0010-final-states'

let untyped: Kysely<unknown>
let db: Kysely<Database>
beforeEach(async () => {
  untyped = new Kysely({ dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }) })
  db = untyped as Kysely<Database>
  await main(untyped)
  await sql.raw('pragma foreign_keys = off').execute(untyped)
})
afterEach(() => untyped.destroy())

async function events() {
  const rows = []
  for await (const page of eventsInOrder(db)) rows.push(...page)
  return rows
}

it('records from where on the record holds how operations end', async () => {
  for (const id of ['op-1', 'op-2'])
    await sql`insert into operations (id, org_id, kind, state, actor_name, releases, body_digest, authority, total, requested_at)
      values (${id}, 'org', 'revoke', 'finished', 'Ann', '[]', '', 'here', 1, 1)`.execute(untyped)
  for (const [id, operation] of [
    ['hold-1', 'op-1'],
    ['hold-2', null],
  ])
    await sql`insert into holds (id, org_id, device_id, kind, operation_id, actor_name, placed_at)
      values (${id}, 'org', 'a', 'operation', ${operation}, 'Ann', 1)`.execute(untyped)
  await sql`insert into audit_events (sequence, id, org_id, at, kind, data, actor_name, operation_id)
    values (1, 'event-1', 'org', 1, 'operation.requested', '{}', 'Ann', 'op-1')`.execute(untyped)
  await chains(untyped)
  await finalStates(untyped)
  const [before, said] = await events()
  expect(said).toMatchObject({ sequence: 2, org_id: null, kind: 'record.extended', actor_name: 'the console' })
  expect(JSON.parse(said?.data ?? '')).toEqual({ operations: 2, holds: 2, elsewhere: 1 })
  expect(said?.data).toBe('{"elsewhere":1,"holds":2,"operations":2}')
  if (!before || !said) throw new Error('two events are expected')
  expect([said.org_sequence, said.hash]).toEqual([1, hashEvent(GENESIS, said)])
  expect(said.chain_hash).toBe(hashLink(before.chain_hash, 2, said.hash))
  expect((await listHeads(db)).map(({ chain, sequence }) => [chain, sequence])).toEqual([
    [chainOf({ org_id: null }), 1],
    ['*', 2],
    ['org', 1],
  ])
})

it('records nothing if there was no operation', async () => {
  await chains(untyped)
  await finalStates(untyped)
  expect(await events()).toEqual([])
})
