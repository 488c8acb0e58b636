/** A file is copied whole or no console starts on it, wherever the copy is ended, and what was lost or changed on the way is found. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres } from '@/scripts/postgres/postgres-server.mjs'
import { actOut, RECORDED_DEVICES } from '@/testing/console/recorded-acts'
import { testConsole } from '@/testing/console/test-console'
import { testDatabase } from '@/testing/store/test-database'
import { type TestLocation, testLocation } from '@/testing/store/test-store'
import { openStore } from '../open/open-store'
import { clientConfig } from '../postgres/client-config'
import type { PostgresLocation } from '../postgres/postgres-location'
import { lockFile } from '../sqlite/file-lock'
import { copyTables } from './copy-tables'
import { NOT_COPIED } from './file-tables'
import { type MoveOptions, type MoveProgress, moveStore } from './move-store'
import { openSourceFile, type Row } from './source-file'

const HOSTILE = [
  '',
  '"',
  "'",
  '\\',
  '\\u0000',
  '\n\r\t\b\f',
  '\u0001\u001f\u007f\u0085\u2028\ufeff\uffff',
  '日本 a\u0301 😀\u{10ffff}',
  '$1 %s {a}',
  '</script>',
]

let folder: string
let original: string
let path: string
let at: TestLocation

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'move-store-'))
  original = join(folder, 'original.db')
  const running = await testConsole({ devices: RECORDED_DEVICES, database: original })
  await actOut(running)
  await running.close()
  const sqlite = new SQLite(original)
  const note = sqlite.prepare(
    `insert into notes (id, org_id, selector, owner, purpose, halts, link, version, created_at) values (?, (select id from orgs), ?, ?, ?, ?, ?, 1, 0)`,
  )
  for (const [nth, text] of HOSTILE.entries()) note.run(`n${text}${nth}`, text, text, text, text, text)
  const sample = sqlite.prepare(
    `insert into usage_samples (org_id, resolution, at, allowed, active, revoked) values ((select id from orgs), ?, ?, 1, 2, 3)`,
  )
  for (let nth = 0; nth < 30; nth += 1) sample.run(60, 9_007_199_254_740_991 - nth)
  sqlite.pragma('wal_checkpoint(truncate)')
  sqlite.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let nthFile = 0
beforeEach(async () => {
  at = await testLocation()
  path = copyOf(original)
})
afterEach(() => at.drop())

function copyOf(file: string): string {
  const copy = join(folder, `copy-${nthFile++}.db`)
  new SQLite(file, { readonly: true }).exec(`vacuum into '${copy}'`).close()
  alter(copy, 'pragma journal_mode = wal')
  return copy
}

const there = () => at.location as PostgresLocation
const move = (options: Partial<MoveOptions> = {}) => moveStore({ path, location: there(), ...options })
const refusal = (options: Partial<MoveOptions> = {}) =>
  move(options).then(
    () => 'it was copied',
    (error: Error) => error.message,
  )
const start = (location = there()) =>
  openStore(location).then(
    (store) => store.close().then(() => 'started'),
    (error: Error) => error.message,
  )
const HALF =
  /holds a part of a copy that was not completed\. Nothing was changed\. Run npm run admin -- migrate-store again/

function alter(file: string, ...statements: string[]): void {
  const sqlite = new SQLite(file)
  sqlite.pragma('foreign_keys = off')
  for (const statement of statements) sqlite.exec(statement)
  sqlite.close()
}

async function run(...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client(clientConfig(there()))
  await client.connect()
  let rows: Record<string, unknown>[] = []
  for (const statement of statements) rows = (await client.query(statement)).rows
  await client.end()
  return rows
}

/** Ends the copy after so many batches. */
function endAfter(batches: number): (progress: MoveProgress) => void {
  let seen = 0
  return ({ phase }) => {
    if (phase === 'copy' && ++seen === batches) throw new Error('ended here')
  }
}
const SMALL = { rows: 4, chars: 1_000 }

/** All rows of both, read by other means than those of the copy. */
async function expectSame(): Promise<void> {
  const sqlite = new SQLite(path, { readonly: true })
  const tables = sqlite
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite%'`)
    .pluck()
    .all() as string[]
  const copied = tables.filter((name) => !NOT_COPIED.includes(name))
  expect(copied.length).toBeGreaterThan(25)
  const sorted = (rows: unknown[]) =>
    rows.map((row) => JSON.stringify(Object.entries(row as object).sort(([a], [b]) => (a < b ? -1 : 1)))).sort()
  for (const name of copied)
    expect(sorted(await run(`select * from ${name}`)), name).toEqual(
      sorted(sqlite.prepare(`select * from ${name}`).all()),
    )
  sqlite.close()
}

it('copies every table and every text as it is, and a console starts on it', async () => {
  const { tables, wasThere } = await move()
  expect(wasThere).toBe(false)
  expect(tables.find(({ table }) => table === 'notes')?.rows).toBe(HOSTILE.length)
  await expectSame()
  expect(await start()).toBe('started')
  expect(await move()).toMatchObject({ wasThere: true })
})

it('copies into a database without a schema too', async () => {
  await run('drop schema public cascade', 'create schema public')
  await move()
  await expectSame()
})

it('copies every table but those that say who runs now', () => {
  const source = openSourceFile(path)
  const sqlite = new SQLite(path)
  const all = sqlite.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[]
  sqlite.close()
  expect([...source.tables.map(({ name }) => name), ...NOT_COPIED].sort()).toEqual(
    all.filter((name) => !name.startsWith('sqlite_')).sort(),
  )
  source.close()
})

describe('a copy that is ended', () => {
  it('after any batch goes on where it was, and no console starts meanwhile', async () => {
    let ended = 0
    while ((await refusal({ limits: SMALL, onProgress: endAfter(1) })) !== 'it was copied') {
      ended += 1
      expect(await start()).toMatch(HALF)
    }
    expect(ended).toBeGreaterThan(30)
    await expectSame()
    expect(await start()).toBe('started')
  })

  it('after it was compared, before it is marked, is compared again', async () => {
    const verify = async () => {
      throw new Error('ended here')
    }
    expect(await refusal({ verify })).toMatch(/stopped: ended here\. What was copied stays there/)
    expect(await start()).toMatch(HALF)
    expect(await move()).toMatchObject({ wasThere: false, resumedAt: expect.any(Number) })
    expect(await start()).toBe('started')
  })

  it('because PostgreSQL was killed goes on once it is back', async () => {
    const home = mkdtempSync(join(tmpdir(), 'move-postgres-'))
    const port = await freePort()
    const settings = { folder: home, port, password: 'move-test' }
    let server = await startPostgres(settings)
    const location = testDatabase(port, 'move-test', 'postgres')
    let batches = 0
    const kill = ({ phase }: MoveProgress) => {
      if (phase === 'copy' && ++batches === 12) process.kill(server.pid, 'SIGQUIT')
    }
    expect(await refusal({ location, limits: SMALL, onProgress: kill })).toMatch(
      /stopped: .*What was copied stays there, and no console starts on it\. Run this again/,
    )
    await server.ended
    expect(await refusal({ location })).toContain('nothing answers at this address')
    server = await startPostgres(settings)
    expect(await start(location)).toMatch(HALF)
    const moved = await move({ location, limits: SMALL })
    expect(moved.resumedAt).toBeGreaterThan(10)
    expect(await start(location)).toBe('started')
    await server.stop('immediate')
    rmSync(home, { recursive: true, force: true })
  })

  it('and whose file was changed since is started over only when asked', async () => {
    await refusal({ limits: SMALL, onProgress: endAfter(20) })
    alter(path, `update orgs set name = 'changed'`)
    expect(await refusal()).toMatch(/is another file or was changed since\. Nothing was changed\. .*--start-over/)
    await move({ startOver: true })
    await expectSame()
  })
})

describe('what differs in the end is named, and no console starts:', () => {
  const lossy =
    (lose: (table: string, rows: Row[]) => Row[]): typeof copyTables =>
    (source, ...others) =>
      copyTables(
        { ...source, rows: (table, after) => lose(table.name, [...source.rows(table, after)]).values() },
        ...others,
      )

  it('the last batch of a table', async () => {
    for (const lost of ['audit_events', 'usage_samples', 'notes']) {
      const copy = lossy((table, rows) => (table === lost ? rows.slice(0, -4) : rows))
      expect(await refusal({ copy, startOver: true })).toMatch(
        new RegExp(`The copy is not what the file holds: ${lost} has \\d+ rows.* is missing\\. No console starts`),
      )
      expect(await start()).toMatch(HALF)
    }
    await move()
    await expectSame()
  })

  it('a row in the middle, which the next run does not bring either', async () => {
    const copy = lossy((table, rows) => (table === 'audit_events' ? rows.toSpliced(3, 1) : rows))
    expect(await refusal({ copy })).toMatch(/where the file has audit_events 4, the database has audit_events 5/)
    expect(await refusal()).toContain('where the file has audit_events 4, the database has audit_events 5')
    await move({ startOver: true })
    await expectSame()
  })

  it('a row that was changed in the database between two runs', async () => {
    await refusal({ verify: async () => Promise.reject(new Error('ended here')) })
    await run(`update audit_events set reason = 'another' where sequence = 2`)
    expect(await refusal()).toMatch(
      /audit_events has (\d+) rows in the file and \1 in the database, and audit_events 2 differs/,
    )
    expect(await start()).toMatch(HALF)
  })

  it('a row that the file does not have', async () => {
    await refusal({ verify: async () => Promise.reject(new Error('ended here')) })
    await run(`insert into users values ('~', 'x@example.org', '', '', 0, null, null)`)
    expect(await refusal()).toMatch(/users "~" is in the database alone/)
  })
})

describe('nothing is changed, and a sentence says why, where', () => {
  const untouched = async () => expect(await run(`select 1 from orgs`)).toEqual([])

  it('a console runs on the file', async () => {
    const unlock = lockFile(path)
    expect(await refusal()).toMatch(/Another console runs on .*Nothing was changed\. End that program first/)
    unlock()
    await untouched()
  })

  it('another copy into the database is under way', async () => {
    let second = ''
    const verify = async () => {
      second = await refusal({ path: copyOf(original) })
    }
    await move({ verify })
    expect(second).toMatch(/Another copy into "t_.* is under way\. Nothing was changed/)
    expect(await start()).toBe('started')
  })

  it('there is no file', async () => {
    expect(await refusal({ path: join(folder, 'nowhere', 'console.db') })).toMatch(/There is no file .*nowhere/)
  })

  it('the file is another one, damaged, older or newer', async () => {
    const text = join(folder, 'text.db')
    writeFileSync(text, 'no database at all, though long enough to be read as one')
    expect(await refusal({ path: text })).toMatch(/text\.db cannot be read \(file is not a database\)\. Nothing was/)
    const empty = join(folder, 'empty.db')
    alter(empty, 'create table a (b)')
    expect(await refusal({ path: empty })).toContain('is no database of a console')
    alter(path, `delete from kysely_migration where name = '0023-note-authors'`)
    expect(await refusal()).toMatch(/written by an older version\. Nothing was changed\. Start this version .* once/)
    alter(path, `insert into kysely_migration values ('9999-later', '')`)
    expect(await refusal()).toMatch(/written by a newer version/)
    await untouched()
  })

  it.each([
    [
      'U+0000',
      `update notes set purpose = 'a' || char(0) || 'b' where id = 'n0'`,
      /purpose of notes "n0" has the character U\+0000/,
    ],
    ['a blob', `update notes set purpose = x'00ff' where id = 'n0'`, /purpose of notes "n0" is no text/],
    [
      'a text for a number',
      `update notes set version = 'x' where id = 'n0'`,
      /version of notes "n0" is no whole number/,
    ],
    ['a row of no org', `update notes set org_id = 'gone' where id = 'n0'`, /row \d+ of notes refers to a row of orgs/],
  ])('PostgreSQL could not hold it: %s', async (_, statement, why) => {
    alter(path, statement)
    expect(await refusal()).toMatch(why)
    await untouched()
  })

  it('the database has data of a console, or is the copy of another file', async () => {
    const store = await openStore(there())
    await store.writable()
    expect(await refusal()).toMatch(/A console is connected to "t_/)
    await store.close()
    expect(await refusal()).toMatch(/has data already, of a console that was started on it\. Nothing was changed/)
    await run('delete from leases')
    await move()
    alter(path, `update orgs set name = 'another'`)
    expect(await refusal({ startOver: true })).toMatch(/holds the complete copy of another file/)
    expect(await run(`select 1 from orgs where name = 'another'`)).toEqual([])
  })
})

it('is not complete if the file was written meanwhile', async () => {
  const verify = async () => alter(path, `update orgs set name = 'meanwhile'`)
  expect(await refusal({ verify })).toMatch(/Another program wrote to .* while it was copied/)
  expect(await start()).toMatch(HALF)
  await move({ startOver: true })
  await expectSame()
})

it('takes a text that is no UTF-8 as the console reads it', async () => {
  alter(path, `update notes set purpose = cast(x'61ff62' as text) where id = 'n0'`)
  await move()
  expect(await run(`select purpose from notes where id = 'n0'`)).toEqual([{ purpose: 'a\ufffdb' }])
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
