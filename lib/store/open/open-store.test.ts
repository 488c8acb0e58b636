import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../rows/db'
import { openStore } from './open-store'

let folder: string
let path: string
let store: Store | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-store-'))
  path = join(folder, 'console.db')
})
afterEach(async () => {
  await store?.close()
  store = undefined
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

const lease = (name: string) => ({ name, holder: '', expires_at: 1 })
const names = async (from: Store, by: 'db' | 'reads') =>
  (await from[by].selectFrom('leases').select('name').orderBy('name').execute()).map((row) => row.name)

describe.each([{ threads: false }, { threads: true }])('a store with %o', (options) => {
  it('writes ahead and syncs fully, and keeps what it was given', async () => {
    store = await openStore(path, options)
    await store.db.insertInto('leases').values(lease('x')).execute()
    await store.readable()
    await store.writable()
    expect(await store.bytes()).toBeGreaterThan(0)
    await store.close()
    store = await openStore(path, options)
    expect(await names(store, 'reads')).toEqual(['writable', 'x'])
  })

  it('refuses a file that is no database, and leaves it as it is', async () => {
    writeFileSync(path, 'this is not a database, it is a text of some length')
    await expect(openStore(path, options)).rejects.toThrow(/Restore it from a backup/)
    expect(readdirSync(folder)).toEqual(['console.db'])
  })

  it('reports what failed while it opened, and keeps its code among the causes', async () => {
    writeFileSync(path, 'this is not a database, it is a text of some length')
    const fault: unknown = await openStore(path, options).catch((error: unknown) => error)
    const codes: unknown[] = []
    for (let cause = fault; cause instanceof Error; cause = cause.cause) if ('code' in cause) codes.push(cause.code)
    expect(codes).toContain('SQLITE_NOTADB')
    expect((fault as Error).message).toContain('file is not a database')
  })

  it('refuses a newer schema', async () => {
    await (await openStore(path, options)).close()
    const sqlite = new SQLite(path)
    sqlite.prepare("insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')").run()
    // While consoles are replaced one by one, one of the version before starts anew.
    await (await openStore(path, options)).close()
    sqlite.prepare("update schema_floor set step = '9999-future'").run()
    sqlite.close()
    await expect(openStore(path, options)).rejects.toThrow(/schema that this version does not know/)
  })

  it('takes a transaction back whole, and keeps what failed as the answer', async () => {
    store = await openStore(path, options)
    const { db } = store
    const failing = db.transaction().execute(async (tx) => {
      await tx.insertInto('leases').values(lease('a')).execute()
      await tx.insertInto('leases').values(lease('a')).execute()
    })
    await expect(failing).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
    expect(await names(store, 'db')).toEqual([])
  })

  it('keeps statements of others out of an open transaction', async () => {
    store = await openStore(path, options)
    const { db } = store
    let inserted: Promise<unknown> | undefined
    const taken = db.transaction().execute(async (tx) => {
      await tx.insertInto('leases').values(lease('in')).execute()
      inserted = db.insertInto('leases').values(lease('beside')).execute()
      for (let others = 0; others < 5; others += 1) await tx.selectFrom('leases').select('name').execute()
      throw new Error('taken back')
    })
    await expect(taken).rejects.toThrow('taken back')
    await inserted
    expect(await names(store, 'db')).toEqual(['beside'])
  })

  it('gives long answers whole and in order', async () => {
    store = await openStore(path, options)
    const rows = Array.from({ length: 1_234 }, (_, index) => lease(String(index).padStart(5, '0')))
    await store.db.insertInto('leases').values(rows).execute()
    expect(await names(store, 'reads')).toEqual(rows.map((row) => row.name))
  })

  it('reads one moment while others write', async () => {
    const opened = await openStore(path, options)
    store = opened
    await opened.db.insertInto('leases').values(lease('before')).execute()
    await opened.frozen(async (db) => {
      const read = async () => (await db.selectFrom('leases').select('name').execute()).map((row) => row.name)
      expect(await read()).toEqual(['before'])
      await opened.db.insertInto('leases').values(lease('meanwhile')).execute()
      expect(await read()).toEqual(['before'])
      await expect(db.deleteFrom('leases').execute()).rejects.toThrow(/readonly/)
    })
    expect(await names(opened, 'reads')).toEqual(['before', 'meanwhile'])
    await expect(opened.frozen(() => Promise.reject(new Error('the reading failed')))).rejects.toThrow('reading failed')
  })
})

describe('a store with threads', () => {
  it('reads while a transaction is open, and sees only what was committed', async () => {
    store = await openStore(path, { threads: true })
    const opened = store
    await opened.db.transaction().execute(async (tx) => {
      await tx.insertInto('leases').values(lease('open')).execute()
      expect(await names(opened, 'reads')).toEqual([])
    })
    expect(await names(opened, 'reads')).toEqual(['open'])
  })

  it('cannot write through its reads', async () => {
    store = await openStore(path, { threads: true })
    await expect(store.reads.insertInto('leases').values(lease('x')).execute()).rejects.toThrow(/readonly/)
  })

  it("does not hold up the event loop while it waits for another program's lock", async () => {
    store = await openStore(path, { threads: true })
    const other = new SQLite(path)
    other.exec('begin immediate')
    let isWritten = false
    const written = store.db.insertInto('leases').values(lease('late')).execute()
    void written.then(() => {
      isWritten = true
    })
    // What only reads is answered meanwhile, in turns of a loop that goes on.
    for (let reads = 0; reads < 20; reads += 1) expect(await names(store, 'reads')).toEqual([])
    expect(isWritten).toBe(false)
    other.exec('commit')
    other.close()
    await written
    expect(await names(store, 'reads')).toEqual(['late'])
  })
})
