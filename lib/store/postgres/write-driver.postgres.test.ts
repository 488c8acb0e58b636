import { Kysely, PostgresDriver } from 'kysely'
import { Client, Pool } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createGate } from '@/testing/faults/gate'
import { type TestLocation, testLocation } from '@/testing/store/test-store'
import { openStore } from '../open/open-store'
import type { Db, Store } from '../rows/db'
import type { Database } from '../rows/schema'
import { clientConfig } from './client-config'
import { postgresDialect } from './dialect'
import type { PostgresLocation } from './postgres-location'
import { LOCK_STATEMENT } from './statements'

const TIMES = 100
let at: TestLocation
let stores: Store[]

beforeEach(async () => {
  at = await testLocation()
  stores = await Promise.all([openStore(at.location), openStore(at.location)])
  await stores[0]?.db.insertInto('leases').values({ name: 'count', holder: '', expires_at: 0 }).execute()
})
afterEach(async () => {
  for (const store of stores) await store.close()
  await at.drop()
})

const read = async (db: Db) =>
  (await db.selectFrom('leases').select('expires_at').where('name', '=', 'count').executeTakeFirstOrThrow()).expires_at

/** Reads, and writes what follows from it: lost where another comes in between. */
const addOne = (db: Db, between = async () => {}) =>
  db.transaction().execute(async (tx) => {
    const count = await read(tx)
    await between()
    await tx
      .updateTable('leases')
      .set({ expires_at: count + 1 })
      .where('name', '=', 'count')
      .execute()
  })

async function addMany(dbs: Db[]): Promise<number> {
  await Promise.all(
    dbs.map(async (db) => {
      for (let nth = 0; nth < TIMES; nth += 1) await addOne(db)
    }),
  )
  return read(dbs[0] as Db)
}

it('lets one transaction write at a time, over all consoles', async () => {
  expect(await addMany(stores.map(({ db }) => db))).toBe(2 * TIMES)
})

it('finds the mutant whose writers take no turns', async () => {
  const config = clientConfig(at.location as PostgresLocation)
  const handles = [1, 2].map(
    () =>
      new Kysely<Database>({ dialect: postgresDialect(new PostgresDriver({ pool: new Pool({ ...config, max: 1 }) })) }),
  )
  const bothHaveRead = createGate()
  const both = Promise.all(handles.map((handle) => addOne(handle, bothHaveRead.pass)))
  await bothHaveRead.came(2)
  bothHaveRead.open()
  await both
  expect(await read(handles[0] as Db)).toBe(1)
  for (const handle of handles) await handle.destroy()
})

it('waits a few seconds, and no longer, for a console that was paused in a transaction', async () => {
  const paused = new Client(clientConfig(at.location as PostgresLocation))
  paused.on('error', () => undefined)
  await paused.connect()
  await paused.query('begin')
  await paused.query(LOCK_STATEMENT)
  const from = performance.now()
  await stores[0]?.writable()
  expect(performance.now() - from).toBeLessThan(15_000)
  await expect(paused.query('commit')).rejects.toThrow()
})

it('is written to again after its connections were ended', async () => {
  const [store] = stores as [Store]
  const client = new Client(clientConfig(at.location as PostgresLocation))
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
  await expect.poll(() => store.writable().then(() => 'written', String)).toBe('written')
  await expect.poll(() => store.readable().then(() => 'read', String)).toBe('read')
})
