import Link from 'next/link'
import { Isolated } from '@/components/ids/isolated'
import { viewHref } from '@/lib/client/api/hygiene-query'
import type { Note } from '@/lib/domain/wire/note'
import { NoteButton } from './note-button'
import { NoteText } from './note-text'
import { coverWords } from './note-words'

/** One note: for which devices, how many those are now, what it says. */
export function NoteRow({ org, note, onChange }: { org: string; note: Note; onChange: () => void }) {
  const { text, wait } = coverWords(note)
  return (
    <li
      id={`note-${note.id}`}
      className="relative flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 target:bg-hover"
    >
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-2 lg:flex-row lg:gap-6">
        <div className="min-w-0 max-sm:pr-24 lg:w-72 lg:shrink-0">
          <Link
            href={viewHref(org, note.selector)}
            prefetch={false}
            className="whole-id inline-flex items-center font-medium underline-offset-2 hover:underline pointer-coarse:min-h-[44px]"
          >
            <Isolated text={note.selector} className="whitespace-pre-wrap" />
          </Link>
          <p className={`text-small ${wait ? 'text-wait' : 'text-soft'}`}>{text}</p>
        </div>
        <div className="min-w-0 flex-1">
          <NoteText note={note} />
        </div>
      </div>
      {/* On a phone beside the selector alone: the text has the whole width. */}
      <div className="max-sm:absolute max-sm:top-3 max-sm:right-4">
        <NoteButton note={note} size="small" onPress={onChange} />
      </div>
    </li>
  )
}
