import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as notes } from './0017-notes'
import { up as noteAuthors } from './0023-note-authors'

let db: Kysely<unknown>
beforeEach(async () => {
  db = new Kysely({ dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }) })
  await main(db)
  await notes(db)
  await sql`insert into orgs (id, slug, name, base_url, id_pattern, paths, created_at)
    values ('a', 'main', 'main', 'embedded', '{role}', '{}', 0)`.execute(db)
})
afterEach(() => db.destroy())

const note = (id: string) =>
  sql`insert into notes (id, org_id, selector, owner, purpose, halts, link, version, created_at)
    values (${id}, 'a', 'role:x', '', '', '', '', 2, 1)`.execute(db)
const event = (noteId: string, at: number, name: string, kind = 'note.changed') =>
  sql`insert into audit_events (id, org_id, at, kind, data, user_id, actor_name)
    values (${`${noteId}${at}`}, 'a', ${at}, ${kind}, ${JSON.stringify({ noteId })}, null, ${name})`.execute(db)

it('the last change in the record says who and when; a note of which it has none says nothing', async () => {
  for (const id of ['twice', 'once', 'unrecorded']) await note(id)
  await event('twice', 5, 'Ada')
  await event('once', 6, 'Ada')
  await event('twice', 7, 'Bob')
  await event('twice', 8, 'Eve', 'view.changed')
  await event('removed', 9, 'Eve')
  await noteAuthors(db)
  const { rows } = await sql`select id, changed_at, changed_by_name from notes order by id`.execute(db)
  expect(rows).toEqual([
    { id: 'once', changed_at: 6, changed_by_name: 'Ada' },
    { id: 'twice', changed_at: 7, changed_by_name: 'Bob' },
    { id: 'unrecorded', changed_at: null, changed_by_name: null },
  ])
})
