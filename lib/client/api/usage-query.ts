import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { USAGE_RANGES, type UsageRange } from '@/lib/domain/figures/usage-range'
import type { Headroom, TimeToStop, Usage, UsageWeek } from '@/lib/domain/wire/usage'
import { fetchJson } from './fetch-json'
import { pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'

/** What of usage is looked at: a range up to now, or a free span (ISO 8601), compared with the span before or not. */
export type UsageView = {
  range: UsageRange | undefined
  from: string | undefined
  to: string | undefined
  part: string | undefined
  compare: 'before' | undefined
}

/** From the address of the page; what makes no sense there is left out. */
export function readUsageView(given: (name: string) => string | null | undefined): UsageView {
  const [from, to] = ['from', 'to'].map((name) => instant(given(name)))
  const isFree = from !== undefined && to !== undefined && from < to
  return {
    range: isFree ? undefined : (USAGE_RANGES.find((range) => range === given('range')) ?? '24h'),
    from: isFree ? from : undefined,
    to: isFree ? to : undefined,
    part: given('part') || undefined,
    compare: given('compare') === 'before' ? 'before' : undefined,
  }
}

function instant(text: string | null | undefined): string | undefined {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Samples of a view. */
export const usageQuery = (org: string, view: UsageView) =>
  queryOptions({
    queryKey: ['org', org, 'usage', view],
    queryFn: ({ signal }) => fetchJson<Usage>(queryPath(orgPath(org, 'usage'), view), { signal }),
    placeholderData: keepPreviousData,
    // A span that is over does not change.
    refetchInterval: () => (view.to === undefined ? pollIntervalMs(15_000) : false),
    staleTime: 5_000,
  })

/** How much of the cap is left, and when it will be reached. */
export const headroomQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'headroom'],
    queryFn: ({ signal }) => fetchJson<Headroom>(orgPath(org, 'usage/headroom'), { signal }),
    refetchInterval: () => pollIntervalMs(5 * 60_000),
    staleTime: 60_000,
  })

/** How long stops of the span took to reach devices. */
export const timeToStopQuery = (org: string, { range, from, to }: UsageView) =>
  queryOptions({
    queryKey: ['org', org, 'time-to-stop', range, from, to],
    queryFn: ({ signal }) =>
      fetchJson<TimeToStop>(queryPath(orgPath(org, 'usage/time-to-stop'), { range, from, to }), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })

export const usageCsvHref = (org: string, view: UsageView): string => queryPath(orgPath(org, 'usage.csv'), view)

/** One week, `2026-W48`, in a zone. */
export const usageWeekQuery = (org: string, week: string, zone: string) =>
  queryOptions({
    queryKey: ['org', org, 'usage-week', week, zone],
    queryFn: ({ signal }) => fetchJson<UsageWeek>(queryPath(orgPath(org, 'usage/week'), { week, zone }), { signal }),
    staleTime: 60_000,
  })

/** A week as a file. */
export const usageWeekFileHref = (org: string, kind: 'md' | 'csv', week: string, zone: string): string =>
  queryPath(orgPath(org, `usage/week.${kind}`), { week, zone })
