/** Who wrote a note, or changed it last, and when; for the notes that there are, as the record has it. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table notes add column changed_at bigint',
  'alter table notes add column changed_by text',
  'alter table notes add column changed_by_name text',
]

type Event = { at: number; user_id: string | null; actor_name: string; data: string }

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  const { rows } = await sql<Event>`
    select at, user_id, actor_name, data from audit_events where kind = 'note.changed' order by sequence
  `.execute(db)
  const last = new Map(rows.map((event) => [noteOf(event), event]))
  for (const [id, { at, user_id, actor_name }] of last)
    await sql`
      update notes set changed_at = ${at}, changed_by = ${user_id}, changed_by_name = ${actor_name} where id = ${id}
    `.execute(db)
}

const noteOf = ({ data }: Event): string => (JSON.parse(data) as { noteId: string }).noteId
