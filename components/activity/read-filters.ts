import type { ActivityFilters } from '@/lib/client/api/activity-query'

/** The filters that the URL holds; empty ones are absent. */
export function readFilters(params: Pick<URLSearchParams, 'get'>): ActivityFilters {
  const names = ['person', 'kind', 'device', 'from', 'to'] as const
  return Object.fromEntries(names.flatMap((name) => (params.get(name) ? [[name, params.get(name) as string]] : [])))
}
