'use client'
import { useId, useState } from 'react'
import { Isolated } from '@/components/ids/isolated'
import { number } from '@/components/words/operation-words'
import type { CoveringNote } from '@/lib/domain/wire/note'
import { NoteText } from './note-text'

type Props = {
  notes: CoveringNote[]
  /** What is said beside the selector. */
  words?: (note: CoveringNote) => string
  /** How many are shown before the rest is asked for. */
  max: number
}

/** Notes whole, each with the selector that it is for. */
export function CoveringList({ notes, words, max }: Props) {
  const [all, setAll] = useState(false)
  const id = useId()
  const more = notes.length - max
  return (
    <>
      <ul id={id} className="flex flex-col divide-y">
        {(all ? notes : notes.slice(0, max)).map((note) => (
          <li key={note.id} className="flex flex-col gap-1 py-2 first:pt-1 last:pb-0">
            <NoteText note={note} />
            <p className="text-small text-soft">
              <Isolated text={note.selector} className="mono whitespace-pre-wrap wrap-anywhere" />
              {words && ` · ${words(note)}`}
            </p>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button
          type="button"
          aria-expanded={all}
          aria-controls={id}
          onClick={() => setAll(!all)}
          className="touch self-start text-small text-soft underline underline-offset-2"
        >
          {all ? 'Show less' : `and ${number(more)} more`}
        </button>
      )}
    </>
  )
}
