import { queryOptions } from '@tanstack/react-query'
import type { OrgList, OrgState, Overview } from '@/lib/domain/console-api'
import { setConsoleTime } from './console-time'
import { fetchJson } from './fetch-json'
import { polled } from './poll-interval'
import { orgPath } from './query-path'

/** Who is signed in, and the orgs they may see. */
export const orgListQuery = () =>
  queryOptions({
    queryKey: ['orgs'],
    queryFn: ({ signal }) => fetchJson<OrgList>('/api/orgs', { signal }),
    staleTime: 30_000,
  })

/** The state of one org; every page of it polls this. */
export const orgStateQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'state'],
    queryFn: async ({ signal }) => {
      const state = await fetchJson<OrgState>(orgPath(org, 'state'), { signal })
      setConsoleTime(state.at)
      return state
    },
  })

export const overviewQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'overview'],
    queryFn: ({ signal }) => fetchJson<Overview>(orgPath(org, 'overview'), { signal }),
  })
