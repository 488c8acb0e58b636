/** Starts one PostgreSQL for all tests of a run, with a database that has the schema: each test gets a copy of it. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openStore } from '@/lib/store/open/open-store'
import { nameServerOfTests, TEMPLATE, testDatabase } from '@/testing/store/test-database'
import { freePort } from './free-port.mjs'
import { startPostgres } from './postgres-server.mjs'

const PASSWORD = 'password-of-the-tests'

export async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(folderInMemory(), 'console-postgres-'))
  const server = await startPostgres({
    folder,
    port: await freePort(),
    password: PASSWORD,
    settings: { max_connections: 200 },
  })
  const client = new Client({ connectionString: server.url('postgres') })
  await client.connect()
  // Every test connects several times: what makes a password safe against guessing would be most of its time.
  await client.query('set scram_iterations = 1')
  await client.query(`alter role console password '${PASSWORD}'`)
  await client.query(`create database ${TEMPLATE}`)
  await client.end()
  const store = await openStore(testDatabase(server.port, PASSWORD, TEMPLATE))
  await store.close()
  nameServerOfTests({ port: server.port, password: PASSWORD })
  return async () => {
    await server.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A database per test is made and dropped: on a disk most of the time would be its writes. */
function folderInMemory(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}
