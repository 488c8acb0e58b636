import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { ActivityPage } from '@/lib/domain/wire/activity'
import { fetchJson } from './fetch-json'
import { pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'

/** Filters as they are in the URL; `from` and `to` are ISO 8601 UTC. */
export type ActivityFilters = { person?: string; kind?: string; device?: string; from?: string; to?: string }

/** The events of a view as CSV, in its order. */
export const activityViewCsvHref = (org: string, filters: ActivityFilters): string =>
  queryPath(orgPath(org, 'activity-view.csv'), filters)

/** The record of an org, newest first. */
export const activityQuery = (org: string, filters: ActivityFilters) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'activity', filters],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ActivityPage>(queryPath(orgPath(org, 'activity'), { ...filters, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: () => pollIntervalMs(5_000),
  })
