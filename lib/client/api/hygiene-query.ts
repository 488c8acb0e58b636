import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { SilentDays } from '@/lib/domain/selector/hygiene-views'
import type { Hygiene } from '@/lib/domain/wire/devices'
import { fetchJson } from './fetch-json'
import { pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'

/** How many devices are new, never validated, silent, or look like others. */
export const hygieneQuery = (org: string, silentDays: SilentDays) =>
  queryOptions({
    queryKey: ['org', org, 'hygiene', silentDays],
    queryFn: ({ signal }) => fetchJson<Hygiene>(queryPath(orgPath(org, 'hygiene'), { silentDays }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })

/** The devices of a view; with `act`, its review is open. */
export const viewHref = (org: string, selector: string, act?: 'revoke' | 'remove'): string =>
  queryPath(`/${org}/devices`, { q: selector, act })
