import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { SavedView } from '@/lib/domain/wire/saved-view'
import { fetchJson } from './fetch-json'
import { mintId } from './mint-id'
import { pollIntervalMs } from './poll-interval'
import { orgPath } from './query-path'
import { useMutation } from './use-mutation'

const keyOf = (org: string) => ['org', org, 'views'] as const

/** The views that the person sees, with how many devices match. */
export const savedViewsQuery = (org: string) =>
  queryOptions({
    queryKey: keyOf(org),
    queryFn: ({ signal }) => fetchJson<{ views: SavedView[] }>(orgPath(org, 'views'), { signal }),
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })

/** What a person decides of a view. */
export type ViewDraft = Pick<SavedView, 'name' | 'selector' | 'shared'>

/** Saves a new view, or changes `view`. */
export function useSaveView(org: string, view: SavedView | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ name, selector, shared }: ViewDraft) =>
      view
        ? fetchJson<SavedView>(orgPath(org, `views/${view.id}`), {
            method: 'PUT',
            body: { version: view.version, name, selector, shared },
          })
        : fetchJson<SavedView>(orgPath(org, 'views'), {
            method: 'POST',
            body: { id: mintId(), name, selector, shared },
          }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}

export function useRemoveView(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version }: SavedView) =>
      fetchJson(orgPath(org, `views/${id}/remove`), { method: 'POST', body: { version } }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}
