import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../rows/schema'
import type { SqliteConnection } from '../sqlite/connection'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { migrate } from './migrate'
import { MIGRATIONS } from './migrations'
import { openStore } from './open-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A connection whose process is killed at one of its statements: nothing that it asks after that is done. */
function dying(inner: SqliteConnection, atStatement: number): SqliteConnection {
  let nth = 0
  return {
    ...inner,
    async run(statement) {
      nth += 1
      if (nth === atStatement) await inner.close()
      if (nth >= atStatement) throw new Error('killed')
      return inner.run(statement)
    },
    close: async () => undefined,
  }
}

const schemaOf = (path: string): unknown => {
  const sqlite = new SQLite(path, { readonly: true })
  const rows = sqlite.prepare('select name, sql from sqlite_master order by name').all()
  sqlite.close()
  return rows
}

it('begins anew after a kill at any statement of it', async () => {
  const whole = join(folder, 'whole.db')
  await (await openStore(whole)).close()
  let kills = 0
  for (let at = 1; ; at += 1) {
    const path = join(folder, `${at}.db`)
    const db = new Kysely<Database>({
      dialect: sqliteDialect(dying(openLocalConnection(path, 'write'), at), { shared: false }),
    })
    const isDone = await migrate(db, MIGRATIONS.sqlite, path).then(
      () => true,
      () => false,
    )
    if (isDone) break
    kills += 1
    await (await openStore(path)).close()
    expect(schemaOf(path), `killed at statement ${at}`).toEqual(schemaOf(whole))
    rmSync(path)
  }
  expect(kills).toBeGreaterThan(100)
})
