/** An empty store for one test. Its database goes when it is closed. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openStore } from '@/lib/store/open/open-store'
import type { StoreLocation } from '@/lib/store/open/store-location'
import type { Store } from '@/lib/store/rows/db'
import { ENGINE, serverOfTests, TEMPLATE, testDatabase } from './test-database'

export type TestLocation = { location: StoreLocation; drop: () => Promise<void> }

/** Where a store of this test can be opened, closed and opened again. */
export async function testLocation(): Promise<TestLocation> {
  if (ENGINE === 'postgres') return ofServer()
  const folder = mkdtempSync(join(tmpdir(), 'console-store-'))
  return { location: join(folder, 'console.db'), drop: async () => rmSync(folder, { recursive: true, force: true }) }
}

export async function openTestStore(options: { now?: () => number } = {}): Promise<Store> {
  if (ENGINE === 'sqlite') return openStore(':memory:', options)
  const { location, drop } = await ofServer()
  const store = await openStore(location, options)
  return {
    ...store,
    async close() {
      await store.close()
      await drop()
    },
  }
}

async function ofServer(): Promise<TestLocation> {
  const { port, password } = serverOfTests()
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await command(port, password, `create database ${name} template ${TEMPLATE}`)
  return {
    location: testDatabase(port, password, name),
    drop: () => command(port, password, `drop database if exists ${name} with (force)`),
  }
}

let admin: Promise<Client> | undefined

/** By one connection, which ends with the process of the test. */
async function command(port: number, password: string, text: string): Promise<void> {
  admin ??= (async () => {
    const client = new Client({ connectionString: `postgresql://console:${password}@127.0.0.1:${port}/postgres` })
    client.on('error', () => undefined)
    await client.connect()
    ;(client as unknown as { unref: () => void }).unref()
    return client
  })()
  await (await admin).query(text)
}
