/** What SQLite and PostgreSQL must have in common: tables, order of texts, digests, answers. */
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFinal } from '@/lib/store/audit/final-states'
import { openStore } from '@/lib/store/open/open-store'
import { insertItems } from '@/lib/store/operation-items'
import type { Store } from '@/lib/store/rows/db'
import type { Database } from '@/lib/store/rows/schema'
import { insertMany } from '@/lib/store/rows/write-many'
import { openTestStore } from './test-store'

let sqlite: Store
let postgres: Store
const both = <Result>(run: (store: Store) => Promise<Result>) => Promise.all([run(sqlite), run(postgres)])

beforeEach(async () => {
  sqlite = await openStore(':memory:')
  postgres = await openTestStore()
})
afterEach(() => both((store) => store.close()))

/** Ends of what a text may be: quotes, escapes, scripts, what is beyond the first plane. */
const TEXTS = [
  'a',
  'B',
  'b',
  'A',
  'a:b',
  'a-b',
  'a_b',
  'Z',
  'é',
  'ä',
  'ß',
  'İ',
  'ı',
  '’',
  '日本',
  '😀',
  '\u{10ffff}',
  '"',
  "'",
  '\\',
  '\\n',
  '\n',
  '\t',
  '\r',
  '\b',
  '\f',
  '\u0001',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u2028',
  '\u200b',
  '/',
  '</script>',
  '{a}',
  '$1',
  '%',
  ' ',
  '  a',
  '\ufeff',
  '\uffff',
  'a\u0301',
]

describe('tables', () => {
  type Column = { table: string; column: string; required: boolean }
  const columnsOf = async (store: Store): Promise<Column[]> =>
    (await store.db.introspection.getTables())
      .flatMap(({ name, columns }) =>
        columns.map((column) => ({ table: name, column: column.name, required: !column.isNullable })),
      )
      .sort((a, b) => (`${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1))

  it('have the same columns', async () => {
    const [ofSqlite, ofPostgres] = await both(columnsOf)
    const named = (columns: Column[]) => columns.map(({ table, column }) => `${table}.${column}`)
    expect(named(ofPostgres as Column[])).toEqual(named(ofSqlite as Column[]))
  })

  it('have the same keys and indexes', async () => {
    const [a, b] = await Promise.all([
      sql<{ name: string }>`select name from sqlite_master where type = 'index' and sql is not null`.execute(sqlite.db),
      sql<{
        name: string
      }>`select indexname as name from pg_indexes where schemaname = current_schema() and indexname not like '%_pkey'
        and indexname not like '%_key'`.execute(postgres.db),
    ])
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name).sort()
    expect(names(b.rows)).toEqual(names(a.rows))
  })

  it('refuse the same rows: a key or a unique value that is there, an org that is not', async () => {
    const org = (id: string, slug: string) => ({
      id,
      slug,
      name: '',
      base_url: '',
      id_pattern: '',
      paths: '',
      created_at: 0,
    })
    const user = (id: string, email: string) => ({
      id,
      email,
      name: '',
      password_hash: '',
      created_at: 0,
      disabled_at: null,
    })
    await both(({ db }) => db.insertInto('orgs').values(org('1', 'one')).execute())
    await both(({ db }) => db.insertInto('users').values(user('1', 'a@example.org')).execute())
    const refused = async (run: (store: Store) => Promise<unknown>) =>
      expect(
        await both((store) =>
          run(store).then(
            () => 'taken',
            () => 'refused',
          ),
        ),
      ).toEqual(['refused', 'refused'])
    await refused(({ db }) => db.insertInto('orgs').values(org('1', 'two')).execute())
    await refused(({ db }) => db.insertInto('orgs').values(org('2', 'one')).execute())
    await refused(({ db }) => db.insertInto('users').values(user('2', 'a@example.org')).execute())
    await refused(({ db }) =>
      db.insertInto('org_keys').values({ org_id: '3', ciphertext: '', updated_at: 0 }).execute(),
    )
    await refused(({ db }) =>
      db
        .insertInto('orgs')
        .values({ ...org('4', 'four'), name: null as never })
        .execute(),
    )
  })
})

it('keep texts as they are, and order them by their bytes', async () => {
  const rows = TEXTS.map((text, nth) => ({ name: `${text}${nth}`, holder: text, expires_at: nth }))
  const [a, b] = await both(async ({ db }) => {
    await insertMany(db, 'leases', rows)
    return db.selectFrom('leases').selectAll().orderBy('holder').orderBy('name').execute()
  })
  expect(b).toEqual(a)
  expect(a).toHaveLength(TEXTS.length)
})

it('keep a text that is written alone as one that is written with others', async () => {
  const [a, b] = await both(async ({ db }) => {
    for (const [nth, text] of TEXTS.entries())
      await db
        .insertInto('leases')
        .values({ name: `${nth}`, holder: text, expires_at: nth })
        .execute()
    return db.selectFrom('leases').selectAll().orderBy('expires_at').execute()
  })
  expect(b).toEqual(a)
})

it('take half of a surrogate pair for a character that is unknown, written alone or with others', async () => {
  const rows = [1, 2].map((nth) => ({ name: `${nth}`, holder: `x\ud800${nth}`, expires_at: nth }))
  const { db } = postgres
  await insertMany(db, 'leases', rows.slice(0, 1))
  await db
    .insertInto('leases')
    .values(rows[1] as (typeof rows)[0])
    .execute()
  const found = await db.selectFrom('leases').select('holder').where('name', '<>', 'writable').orderBy('name').execute()
  expect(found.map(({ holder }) => holder)).toEqual(['x\ufffd1', 'x\ufffd2'])
})

it('make the same digests of the same rows', async () => {
  const items: Database['operation_items'][] = TEXTS.flatMap((text, position) => [
    {
      operation_id: 'op',
      position,
      device_id: `${text}${position}`,
      outcome: 'done',
      before: 'active',
      accepted_at: position % 2 ? 5 : null,
      accepted_revision: 2 ** 52 + position,
      code: text,
      message: null,
      request_id: text,
      updated_at: -position,
      step: 0,
    },
  ])
  const [a, b] = await both(async ({ db }) => {
    await db
      .insertInto('orgs')
      .values({ id: 'o', slug: 'o', name: '', base_url: '', id_pattern: '', paths: '', created_at: 0 })
      .execute()
    const nothing = {
      user_id: null,
      session_id: null,
      address: null,
      selector: null,
      selection_id: null,
      undoes: null,
      accepted_at: null,
      finished_at: 7,
      stop_status: null,
      accepted_revision: null,
      accepted_authority_at: null,
      error_code: null,
      error_message: null,
      error_request_id: null,
      start_at: null,
    }
    await db.transaction().execute(async (tx) => {
      await tx
        .insertInto('operations')
        .values({
          ...nothing,
          id: 'op',
          org_id: 'o',
          kind: 'revoke',
          state: 'finished',
          actor_name: 'Ann “x”',
          reason: TEXTS.join(''),
          releases: '[]',
          body_digest: 'd',
          authority: 'a',
          total: 3,
          requested_at: 1,
          staged: 0,
          rehearsal: 1,
        })
        .execute()
      await insertItems(tx, items)
      await insertMany(
        tx,
        'holds',
        TEXTS.map((text, nth) => ({
          id: `op:${text}${nth}`,
          org_id: 'o',
          device_id: `${text}${nth}`,
          kind: 'operation' as const,
          operation_id: 'op',
          user_id: null,
          actor_name: text,
          reason: null,
          placed_at: nth,
          released_at: nth,
          released_by: 'op',
          added_by: 'op',
        })),
      )
    })
    return readFinal(db, 'op')
  })
  expect(Object.keys(a as object).sort()).toEqual(['added', 'items', 'released', 'row'])
  expect(b).toEqual(a)
})
