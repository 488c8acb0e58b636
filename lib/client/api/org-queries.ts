import { queryOptions } from '@tanstack/react-query'
import type { Fence } from '@/lib/domain/wire/operations'
import type { OrgList } from '@/lib/domain/wire/org-list'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { Overview } from '@/lib/domain/wire/overview'
import { setConsoleTime } from '../state/console-time'
import { isLive, LIVE_GAP_MS, noteHeard } from '../state/live-status'
import { newerState, orgStateKey } from '../state/org-state'
import { signedOut } from '../state/signed-out'
import { fetchJson } from './fetch-json'
import { polled, pollIntervalMs } from './poll-interval'
import { orgPath } from './query-path'

/** Who is signed in, and the orgs they may see. */
export const orgListQuery = () =>
  queryOptions({
    queryKey: ['orgs'],
    queryFn: ({ signal }) => fetchJson<OrgList>('/api/orgs', { signal }),
    staleTime: 30_000,
  })

/** The state of one org, as every page of it shows it: sent by the stream, requested if the stream is silent. */
export const orgStateQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: orgStateKey(org),
    queryFn: async ({ client, signal }) => {
      const state = await fetchJson<OrgState>(orgPath(org, 'state'), { signal })
      noteHeard(org)
      setConsoleTime(state.at)
      return newerState(client.getQueryData(orgStateKey(org)), state)
    },
    // Each event puts the next question off.
    refetchInterval: () => pollIntervalMs(isLive(org) ? LIVE_GAP_MS : undefined),
    refetchOnWindowFocus: () => signedOut.get() === false && 'always',
  })

/** The fences of an org that are in force, or still hold what they revoked. */
export const fencesQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'fences'],
    queryFn: async ({ signal }) => (await fetchJson<{ fences: Fence[] }>(orgPath(org, 'fences'), { signal })).fences,
  })

export const overviewQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'overview'],
    queryFn: ({ signal }) => fetchJson<Overview>(orgPath(org, 'overview'), { signal }),
  })
