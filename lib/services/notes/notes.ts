/** Notes on what selectors pick: listed with what each covers, written, changed, removed. All of it is a matter of the record. */
import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import type { NoteContent } from '@/lib/domain/audit'
import { AppError } from '@/lib/domain/errors'
import { isolated } from '@/lib/domain/ids/isolated'
import { NOTES_MAX, SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import { bySpecificity } from '@/lib/domain/notes/by-specificity'
import type { Note } from '@/lib/domain/wire/note'
import { deleteNote, findNote, insertNote, listNoteRows, updateNote } from '@/lib/store/notes/notes'
import type { Db } from '@/lib/store/rows/db'
import type { NoteRow } from '@/lib/store/rows/schema'
import type { OrgContext } from '../context'
import { service } from '../service'
import { readNote } from './read-note'
import { viewNote } from './view-note'

const Text = z.string().max(4_000)
const Content = z.strictObject({
  selector: z.string().max(SELECTOR_CHARS_MAX),
  owner: Text,
  purpose: Text,
  halts: Text,
  link: Text,
})
const Version = z.number().int().min(1)
const FIELDS = ['selector', 'owner', 'purpose', 'halts', 'link'] as const

export const listNotes = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<{ notes: Note[] }> {
    const found: { note: Note; count: number | null; createdAt: number }[] = []
    for (const row of await listNoteRows(context.deps.store.reads, context.org.row.id)) {
      const note = await viewNote(context, row)
      found.push({ note, count: note.count, createdAt: row.created_at })
    }
    return { notes: found.sort(bySpecificity).map(({ note }) => note) }
  },
})

export const writeNote = service({
  permission: 'share',
  input: Content.extend({ id: z.uuid() }),
  async run(context, { id, ...input }): Promise<Note> {
    const { deps, org } = context
    const content = readNote(org, input)
    const author = authorOf(context)
    const row: NoteRow = { id, org_id: org.row.id, ...content, version: 1, created_at: author.changed_at, ...author }
    const kept = await deps.store.db.transaction().execute(async (tx) => {
      const known = await findNote(tx, org.row.id, id)
      // The same press once more.
      if (known && differing(known, row).length === 0) return known
      if (known) throw new AppError('conflict', 'There is another note with this id. Nothing was saved.')
      if ((await listNoteRows(tx, org.row.id)).length >= NOTES_MAX)
        throw new AppError('conflict', `There are ${NOTES_MAX} notes already. Remove one first.`)
      await insertNote(tx, row)
      await recordChange(tx, context, id, null, row)
      return row
    })
    return viewNote(context, kept)
  },
})

export const changeNote = service({
  permission: 'share',
  input: Content.extend({ note: z.uuid(), version: Version }),
  async run(context, { note, version, ...input }): Promise<Note> {
    const content = readNote(context.org, input)
    const changed = await context.deps.store.db.transaction().execute(async (tx) => {
      const before = await requireVersion(tx, context, note, version, content)
      const change = { ...content, ...authorOf(context), version: version + 1 }
      await updateNote(tx, note, change)
      await recordChange(tx, context, note, before, { ...before, ...change })
      return { ...before, ...change }
    })
    return viewNote(context, changed)
  },
})

export const removeNote = service({
  permission: 'share',
  input: z.strictObject({ note: z.uuid(), version: Version }),
  async run(context, { note, version }): Promise<{ removed: string }> {
    await context.deps.store.db.transaction().execute(async (tx) => {
      const before = await requireVersion(tx, context, note, version, null)
      await deleteNote(tx, note)
      await recordChange(tx, context, note, before, null)
    })
    return { removed: note }
  },
})

/** The note, if it is as it was shown. The refusal says what it reads now where that differs from what was sent. */
async function requireVersion(
  tx: Db,
  context: OrgContext,
  id: string,
  version: number,
  sent: NoteContent | null,
): Promise<NoteRow> {
  const row = await findNote(tx, context.org.row.id, id)
  if (!row) throw new AppError('not-found', 'This note was removed. Nothing was changed.')
  if (row.version === version) return row
  const now = (sent ? differing(row, sent) : FIELDS)
    .map((field) => `${field} “${isolated(brief(row[field]))}”`)
    .join(', ')
  throw new AppError(
    'conflict',
    `Another person changed this note. Now: ${now || 'the same as yours'}. Nothing was changed.`,
  )
}

const authorOf = ({ actor, deps }: OrgContext) => ({
  changed_at: deps.clock.now(),
  changed_by: actor.userId,
  changed_by_name: actor.name,
})

const differing = (a: NoteContent, b: NoteContent) => FIELDS.filter((field) => a[field] !== b[field])
const brief = (text: string): string => ([...text].length > 80 ? `${[...text].slice(0, 79).join('')}…` : text)

const contentOf = ({ selector, owner, purpose, halts, link }: NoteContent): NoteContent => ({
  selector,
  owner,
  purpose,
  halts,
  link,
})

async function recordChange(
  tx: Db,
  context: OrgContext,
  noteId: string,
  before: NoteRow | null,
  after: NoteRow | null,
): Promise<void> {
  const data = { noteId, before: before && contentOf(before), after: after && contentOf(after) }
  await record(tx, originOf(context, context.org.row.id), 'note.changed', data)
}
