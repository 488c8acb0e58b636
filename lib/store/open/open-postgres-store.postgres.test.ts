import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { freePort } from '@/scripts/postgres/free-port.mjs'
import { startPostgres } from '@/scripts/postgres/postgres-server.mjs'
import { type TestLocation, testLocation } from '@/testing/store/test-store'
import { clientConfig } from '../postgres/client-config'
import type { PostgresLocation } from '../postgres/postgres-location'
import { openStore } from './open-store'

let at: TestLocation
beforeEach(async () => {
  at = await testLocation()
})
afterEach(() => at.drop())

const there = () => at.location as PostgresLocation

/** @returns what a start says that is refused, and makes sure that it has no password. */
async function refusal(location: Partial<PostgresLocation>): Promise<string> {
  const fault = await openStore({ ...there(), ...location }).then(
    (store) => store.close().then(() => 'it was opened'),
    (error: Error) => error.message,
  )
  expect(fault).not.toContain(there().password.reveal())
  return fault
}

async function run(...statements: string[]): Promise<void> {
  const client = new Client(clientConfig(there()))
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

const tables = async (): Promise<string[]> => {
  const client = new Client(clientConfig(there()))
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
  )
  await client.end()
  return rows.map(({ name }) => name).sort()
}

const empty = () => run('drop schema public cascade', 'create schema public')

describe('a start says in one sentence why it cannot go on:', () => {
  it('a wrong password', async () => {
    expect(await refusal({ password: new Secret('another') })).toMatch(/the password is wrong\. Look at DATABASE_URL/)
  })

  it('no such database', async () => {
    expect(await refusal({ database: 'nowhere' })).toContain('there is no such database on this server')
  })

  it('nothing listens', async () => {
    const port = await freePort()
    expect(await refusal({ port })).toContain('nothing answers at this address')
  })

  it('no answer', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    expect(await refusal({ port: (server.address() as { port: number }).port })).toMatch(/cannot be used: .*timeout/)
    server.close()
  })

  it('no TLS where it is asked for', async () => {
    expect(await refusal({ tls: {} })).toContain('it offers no TLS')
  })

  it('tables of something else, which stay as they are', async () => {
    await empty()
    await run('create table invoices (id int)')
    expect(await refusal({})).toMatch(/has tables of something else \(invoices\)\. Nothing was changed/)
    expect(await tables()).toEqual(['invoices'])
  })

  it('a schema of a later version', async () => {
    await run("insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')")
    // While consoles are replaced one by one, one of the version before starts anew.
    expect(await refusal({})).toBe('it was opened')
    await run("update schema_floor set step = '9999-future'")
    expect(await refusal({})).toContain('has a schema that this version does not know')
  })

  it('a search path that leads nowhere', async () => {
    expect(await refusal({ options: '-c search_path=nowhere' })).toContain('names no schema that exists')
  })

  it('a role that may not make tables', async () => {
    await empty()
    await run("create role guest login password 'guests-word'", 'revoke all on schema public from public')
    const fault = await refusal({ user: 'guest', password: new Secret('guests-word') })
    await run('drop owned by guest', 'drop role guest')
    expect(fault).toMatch(/this user may not use its tables|names no schema that exists/)
  })

  it('commits that are not synchronous', async () => {
    expect(await refusal({ options: '-c synchronous_commit=off' })).toContain('Set synchronous_commit = on')
  })

  it.each(['fsync', 'full_page_writes'])('a server with %s off', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'console-unsafe-'))
    const password = 'word-of-the-unsafe'
    const port = await freePort()
    const unsafe = await startPostgres({ folder, port, password, settings: { [name]: 'off' } })
    try {
      expect(await refusal({ port, password: new Secret(password), database: 'postgres' })).toContain(
        `Set ${name} = on`,
      )
    } finally {
      await unsafe.stop('immediate')
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

it('makes its tables in an empty database, and finds them the next time', async () => {
  await empty()
  const store = await openStore(there())
  await store.writable()
  await store.close()
  const made = await tables()
  expect(made).toContain('audit_events')
  await (await openStore(there())).close()
  expect(await tables()).toEqual(made)
})

it('begins anew where a console was killed while it made its tables', async () => {
  await empty()
  const kill = openStore(there()).then(
    (store) => store.close(),
    () => undefined,
  )
  const killer = new Client(clientConfig(there()))
  await killer.connect()
  // As soon as it is there, wherever it is.
  const end = `select count(pg_terminate_backend(pid)) as ended from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  await expect.poll(async () => (await killer.query(end)).rows[0].ended, { interval: 1 }).toBeGreaterThan(0)
  await killer.end()
  await kill
  await (await openStore(there())).close()
  expect(await tables()).toContain('notes')
})

it('lets two consoles start at once on an empty database', async () => {
  await empty()
  const stores = await Promise.all([1, 2, 3].map(() => openStore(there())))
  for (const store of stores) await store.close()
  expect(await tables()).toContain('notes')
})

it('reads one moment, whatever is written meanwhile', async () => {
  const store = await openStore(there())
  const count = await store.frozen(async (db) => {
    await db.selectFrom('leases').selectAll().execute()
    await store.db.insertInto('leases').values({ name: 'new', holder: '', expires_at: 1 }).execute()
    return (await db.selectFrom('leases').selectAll().where('name', '=', 'new').execute()).length
  })
  expect(count).toBe(0)
  expect(await store.bytes()).toBeGreaterThan(1_000_000)
  await store.close()
})
