import { safeLink } from '@/lib/domain/notes/safe-link'
import type { Note } from '@/lib/domain/wire/note'
import type { NoteRow } from '@/lib/store/rows/schema'
import type { OrgContext } from '../context'
import { type Cover, coverOf } from '../views/count-matches'

/** What the notes of an org cover is counted this seldom at most, however fast the fleet changes and however many look. */
const REST_MS = 2_000

/** A note with what it covers now; `cover` if that is known already. A link that would not be taken today is not handed out. */
export async function viewNote(context: OrgContext, row: NoteRow, cover?: Cover): Promise<Note> {
  const { id, version, selector, owner, purpose, halts, link } = row
  const { count, fault } = cover ?? (await coverOf(context, selector, REST_MS))
  const changed = authorOf(row)
  return { id, version, changed, selector, owner, purpose, halts, link: safeLink(link) ?? '', count, fault }
}

function authorOf({ changed_at: at, changed_by: id, changed_by_name: name }: NoteRow): Note['changed'] {
  return at === null || name === null ? null : { by: { id, name }, at: new Date(at).toISOString() }
}
