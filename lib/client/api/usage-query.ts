import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Usage, UsageRange } from '@/lib/domain/wire/usage'
import { fetchJson } from './fetch-json'
import { pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'

/** Samples of a range. `part` names the id part by which active devices are stacked. */
export const usageQuery = (org: string, range: UsageRange, part?: string) =>
  queryOptions({
    queryKey: ['org', org, 'usage', range, part ?? null],
    queryFn: ({ signal }) => fetchJson<Usage>(queryPath(orgPath(org, 'usage'), { range, part }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })

export const usageCsvHref = (org: string, range: UsageRange): string => queryPath(orgPath(org, 'usage.csv'), { range })
