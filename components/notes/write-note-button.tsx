'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { may, useOrgState } from '@/components/org/use-org'
import { Button, type ButtonLook, type ButtonSize } from '@/components/ui/button'
import { isolated } from '@/lib/domain/ids/isolated'
import type { Note } from '@/lib/domain/wire/note'

const NoteDialog = dynamic(() => import('./note-dialog').then((module) => module.NoteDialog), { ssr: false })

type Props = {
  org: string
  /** What a new note begins with. */
  selector?: string
  /** The note to change. */
  note?: Note
  look?: ButtonLook
  size?: ButtonSize
}

/** Opens the form; nothing for a person who may not write. */
export function WriteNoteButton({ org, selector = '', note, look, size }: Props) {
  const { data: state } = useOrgState()
  const [open, setOpen] = useState(false)
  if (!may(state, 'share')) return null
  return (
    <>
      <Button look={look} size={size} onClick={() => setOpen(true)}>
        {note ? 'Change' : 'Write a note'}
        {note && <span className="sr-only"> the note for {isolated(note.selector)}</span>}
      </Button>
      {open && <NoteDialog org={org} selector={selector} note={note ?? null} onClose={() => setOpen(false)} />}
    </>
  )
}
