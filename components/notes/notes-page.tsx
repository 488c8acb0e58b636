'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { WordHelp } from '@/components/glossary/word-help'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { notesQuery } from '@/lib/client/api/note-queries'
import { lowestRole } from '@/lib/domain/policy'
import { NoteButton } from './note-button'
import { NoteRow } from './note-row'
import { useNoteDialog } from './use-note-dialog'

/** All notes of an org, the most specific first. */
export function NotesPage() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const { data, error, isPending, refetch } = useQuery(notesQuery(org))
  const { edit, dialog } = useNoteDialog(org)
  const lacks = state && !may(state, 'share') ? state.role : null
  return (
    <PageBody
      title={
        <span className="inline-flex items-center gap-0.5">
          Notes
          <WordHelp words={['note', 'selector']} />
        </span>
      }
      aside={data && data.notes.length > 0 && <NoteButton onPress={() => edit(null)} />}
    >
      {lacks && (
        <p className="text-soft">
          You can read notes. Writing one needs the role {lowestRole('share')}; yours is {lacks}.
        </p>
      )}
      {isPending && <Skeleton rows={6} label="Loading the notes" />}
      {error && !data && <FailureNotice what="The notes" error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} />}
      {data?.notes.length === 0 && (
        <Card>
          <Notice title="No notes yet" action={<NoteButton look="strong" onPress={() => edit(null)} />}>
            A note says who owns the devices that a selector picks, what they are for and what halts when they stop. It
            is read in the panel of each device, in the review before they are revoked, and on the stop page of a role
            or an environment. Begin with the role whose stop would be noticed first.
          </Notice>
        </Card>
      )}
      {data && data.notes.length > 0 && (
        <Card>
          <ul aria-label="Notes" className="divide-y">
            {data.notes.map((note) => (
              <NoteRow key={note.id} org={org} note={note} onChange={() => edit(note)} />
            ))}
          </ul>
        </Card>
      )}
      {dialog}
    </PageBody>
  )
}
