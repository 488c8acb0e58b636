'use client'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import type { Note } from '@/lib/domain/wire/note'

const NoteDialog = dynamic(() => import('./note-dialog').then((module) => module.NoteDialog), { ssr: false })

/** `note`: the one to change; null: a new one, which begins with `selector`. */
type Edited = { note: Note | null; selector: string }

/**
 * The form of a note, for a page that has buttons for it. Draw `dialog` beside the buttons, not within what they are part of: a row may
 * be gone at the next reading, and what is typed must not go with it.
 */
export function useNoteDialog(org: string): {
  edit: (note: Note | null, selector?: string) => void
  dialog: ReactNode
} {
  const [edited, setEdited] = useState<Edited | null>(null)
  return {
    edit: (note, selector = '') => setEdited({ note, selector }),
    dialog: edited && <NoteDialog org={org} {...edited} onClose={() => setEdited(null)} />,
  }
}
