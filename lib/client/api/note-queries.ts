import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { NoteContent } from '@/lib/domain/audit'
import type { CoveringNote, Note } from '@/lib/domain/wire/note'
import { fetchJson } from './fetch-json'
import { mintId } from './mint-id'
import { pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'
import { useMutation } from './use-mutation'

const keyOf = (org: string) => ['org', org, 'notes'] as const
const live = { refetchInterval: () => pollIntervalMs(15_000), staleTime: 5_000 }

/** All notes of the org, the most specific first. */
export const notesQuery = (org: string) =>
  queryOptions({
    ...live,
    queryKey: keyOf(org),
    queryFn: ({ signal }) => fetchJson<{ notes: Note[] }>(orgPath(org, 'notes'), { signal }),
  })

type Covering = { notes: CoveringNote[] }

const readCovering = (org: string, of: { device: string } | { selection: string }, signal: AbortSignal) =>
  fetchJson<Covering>(queryPath(orgPath(org, 'notes/covering'), of), { signal })

/** The notes that cover a device, the most specific first. */
export const deviceNotesQuery = (org: string, device: string) =>
  queryOptions({
    ...live,
    queryKey: [...keyOf(org), 'device', device],
    queryFn: ({ signal }) => readCovering(org, { device }, signal),
  })

/** The notes that cover any device of a frozen selection: read once, as the review itself is. */
export const selectionNotesQuery = (org: string, selection: string) =>
  queryOptions({
    queryKey: ['selection', org, selection, 'notes'],
    queryFn: ({ signal }) => readCovering(org, { selection }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

/** Writes a new note, or changes the one that is given as the person saw it. */
export function useSaveNote(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ seen, content }: { seen: Pick<Note, 'id' | 'version'> | null; content: NoteContent }) =>
      seen
        ? fetchJson<Note>(orgPath(org, `notes/${seen.id}`), {
            method: 'PUT',
            body: { version: seen.version, ...content },
          })
        : fetchJson<Note>(orgPath(org, 'notes'), { method: 'POST', body: { id: mintId(), ...content } }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}

export function useRemoveNote(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version }: Pick<Note, 'id' | 'version'>) =>
      fetchJson(orgPath(org, `notes/${id}/remove`), { method: 'POST', body: { version } }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}
