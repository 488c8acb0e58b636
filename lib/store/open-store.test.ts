import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore } from './open-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes ahead and syncs fully, and keeps what it was given', async () => {
  const path = join(folder, 'console.db')
  const store = await openStore(path)
  await store.db.insertInto('leases').values({ name: 'x', holder: 'y', expires_at: 1 }).execute()
  store.readable()
  store.writable()
  expect(store.bytes()).toBeGreaterThan(0)
  await store.close()
  const again = await openStore(path)
  expect(await again.db.selectFrom('leases').selectAll().execute()).toHaveLength(1)
  await again.close()
})

it('refuses a file that is no database, and leaves it as it is', async () => {
  const path = join(folder, 'console.db')
  writeFileSync(path, 'this is not a database, it is a text of some length')
  await expect(openStore(path)).rejects.toThrow(/Restore it from a backup/)
  expect(readdirSync(folder)).toEqual(['console.db'])
})

it('refuses a newer schema', async () => {
  const path = join(folder, 'console.db')
  await (await openStore(path)).close()
  const sqlite = new SQLite(path)
  sqlite.prepare("insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')").run()
  sqlite.close()
  await expect(openStore(path)).rejects.toThrow(/schema that this version does not know/)
})
