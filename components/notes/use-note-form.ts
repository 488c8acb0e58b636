import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { notesQuery, useRemoveNote, useSaveNote } from '@/lib/client/api/note-queries'
import type { NoteContent } from '@/lib/domain/audit'
import { AppError, InvalidInput, type Issue } from '@/lib/domain/errors'
import type { Note } from '@/lib/domain/wire/note'

const contentOf = ({ selector, owner, halts, purpose, link }: NoteContent): NoteContent => ({
  selector,
  owner,
  halts,
  purpose,
  link,
})

/**
 * What is typed, and the note as the person saw it: a save is refused if it reads otherwise by then. `changed` is how it reads now,
 * after such a refusal; the person takes that over, or keeps what is typed and saves again.
 */
export function useNoteForm(org: string, note: Note | null, selector: string) {
  const [content, setContent] = useState<NoteContent>(
    note ? contentOf(note) : { selector, owner: '', halts: '', purpose: '', link: '' },
  )
  const [seen, setSeen] = useState(note)
  const saving = useSaveNote(org)
  const removing = useRemoveNote(org)
  const error = saving.error ?? removing.error
  const { data } = useQuery({ ...notesQuery(org), enabled: note !== null })
  const latest = data?.notes.find(({ id }) => id === seen?.id)
  const code = error instanceof AppError ? error.code : null
  const isRemoved = code === 'not-found' && seen !== null
  const changed = code === 'conflict' && seen && latest && latest.version !== seen.version ? latest : null
  const calm = () => {
    saving.reset()
    removing.reset()
  }
  return {
    content,
    set: (part: Partial<NoteContent>) => setContent((typed) => ({ ...typed, ...part })),
    seen,
    error,
    changed,
    isRemoved,
    isSending: saving.isPending || removing.isPending,
    takeOver: (now: Note) => {
      setContent(contentOf(now))
      setSeen(now)
      calm()
    },
    keepTyped: (now: Note | null) => {
      setSeen(now)
      calm()
    },
    /** False where it was refused. */
    save: () => {
      removing.reset()
      return saving.mutateAsync({ seen, content }).then(() => true, no)
    },
    remove: () => {
      saving.reset()
      return seen ? removing.mutateAsync(seen).then(() => true, no) : Promise.resolve(false)
    },
  }
}

const no = () => false

/** What is wrong with one field of what was sent. */
export function issueAt(error: unknown, path: keyof NoteContent): Issue | null {
  if (!(error instanceof InvalidInput)) return null
  return error.issues.find((issue) => issue.path === path) ?? null
}
