import { HydrationBoundary } from '@tanstack/react-query'
import { NotesPage } from '@/components/notes/notes-page'
import { notesQuery } from '@/lib/client/api/note-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { listNotes } from '@/lib/services/notes/notes'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const context = await pageContext(`/${org}/notes`, org)
  return (
    <HydrationBoundary state={await prefetch([[notesQuery(org).queryKey, () => invoke(listNotes, context, {})]])}>
      <NotesPage />
    </HydrationBoundary>
  )
}
