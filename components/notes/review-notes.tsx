'use client'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { number } from '@/components/words/operation-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import { selectionNotesQuery } from '@/lib/client/api/note-queries'
import type { CoveringNote } from '@/lib/domain/wire/note'
import { CoveringList } from './covering-list'
import { coversWords, NOTES_SHOWN_MAX, noteLine } from './note-words'

type Props = { org: string; selectionId: string; count: number; title: string }

/**
 * What people wrote down about the devices under review: a line for each of three notes, and all of them whole by a press. It has its
 * height from the start, so that nothing moves under a finger when they come. No press waits for it.
 */
export function ReviewNotes({ org, selectionId, count, title }: Props) {
  const { data, error } = useQuery(selectionNotesQuery(org, selectionId))
  const [whole, setWhole] = useState(false)
  const id = useId()
  const notes = data?.notes ?? []
  const more = notes.length - NOTES_SHOWN_MAX
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-box border px-3 py-2">
      <div className="flex h-6 items-center justify-between gap-3">
        <h3 id={`${id}-title`} className="text-small font-medium">
          {title}
        </h3>
        {notes.length > 0 && (
          <button
            type="button"
            aria-expanded={whole}
            onClick={() => setWhole(!whole)}
            className="relative text-small text-soft underline underline-offset-2 pointer-coarse:after:absolute pointer-coarse:after:-inset-x-2 pointer-coarse:after:-inset-y-3"
          >
            {whole ? 'Show less' : more > 0 ? `and ${number(more)} more` : 'Show in full'}
          </button>
        )}
      </div>
      {whole ? (
        <CoveringList notes={notes} max={notes.length} words={(note) => coversWords(note, count)} />
      ) : (
        <div className="flex h-[60px] flex-col justify-center">
          {notes.length > 0 ? (
            <Lines notes={notes.slice(0, NOTES_SHOWN_MAX)} />
          ) : (
            <p className="line-clamp-3 text-small text-soft">{nothingWords(data !== undefined, error)}</p>
          )}
        </div>
      )}
    </section>
  )
}

const Lines = ({ notes }: { notes: CoveringNote[] }) => (
  <ul>
    {notes.map((note) => {
      const { owner, text } = noteLine(note)
      return (
        <li
          key={note.id}
          className={`text-small ${notes.length > 1 ? 'line-clamp-1 break-all' : 'line-clamp-3 wrap-anywhere'}`}
        >
          {owner && <bdi className="font-medium">{owner}</bdi>}
          {owner && text && ': '}
          <bdi>{text}</bdi>
        </li>
      )
    })}
  </ul>
)

const nothingWords = (isRead: boolean, error: Error | null): string => {
  if (isRead) return 'No note covers these devices.'
  return error ? `The notes could not be read: ${errorDetail(error)}` : 'Reading the notes…'
}
