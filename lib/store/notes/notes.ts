/** Notes of an org. */

import type { NoteContent } from '@/lib/domain/audit'
import type { Db } from '../rows/db'
import { requireInserted } from '../rows/require-inserted'
import type { NoteAuthorRow, NoteRow } from '../rows/schema'

export const listNoteRows = (db: Db, orgId: string) =>
  db.selectFrom('notes').selectAll().where('org_id', '=', orgId).orderBy('created_at').orderBy('id').execute()

export const hasNotes = async (db: Db, orgId: string): Promise<boolean> =>
  (await db.selectFrom('notes').select('id').where('org_id', '=', orgId).limit(1).executeTakeFirst()) !== undefined

export const findNote = (db: Db, orgId: string, id: string) =>
  db.selectFrom('notes').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()

/** @throws AppError `conflict` if another org has this id. */
export async function insertNote(db: Db, row: NoteRow): Promise<void> {
  const insert = db.insertInto('notes').values(row)
  requireInserted(await insert.onConflict((conflict) => conflict.column('id').doNothing()).executeTakeFirst(), 'note')
}

export const updateNote = (db: Db, id: string, change: NoteContent & NoteAuthorRow & { version: number }) =>
  db.updateTable('notes').set(change).where('id', '=', id).execute()

export const deleteNote = (db: Db, id: string) => db.deleteFrom('notes').where('id', '=', id).execute()

export const deleteNotesOf = (db: Db, orgId: string) => db.deleteFrom('notes').where('org_id', '=', orgId).execute()
