'use client'
import { may, useOrgState } from '@/components/org/use-org'
import { Button, type ButtonLook, type ButtonSize } from '@/components/ui/button'
import { isolated } from '@/lib/domain/ids/isolated'
import type { Note } from '@/lib/domain/wire/note'

type Props = {
  /** The note to change; absent: a new one. */
  note?: Note
  look?: ButtonLook
  size?: ButtonSize
  onPress: () => void
}

/** Leads to the form of a note; nothing for a person who may not write. */
export function NoteButton({ note, look, size, onPress }: Props) {
  const { data: state } = useOrgState()
  if (!may(state, 'share')) return null
  return (
    <Button look={look} size={size} onClick={onPress}>
      {note ? 'Change' : 'Write a note'}
      {note && <span className="sr-only"> the note for {isolated(note.selector)}</span>}
    </Button>
  )
}
