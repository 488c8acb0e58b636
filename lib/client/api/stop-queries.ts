import { queryOptions } from '@tanstack/react-query'
import type { Incident } from '@/lib/domain/incident'
import type { ForecastView } from '@/lib/domain/wire/devices'
import { fetchJson } from './fetch-json'
import { polled, pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'

const FORECAST_TIMEOUT_MS = 4_000

/** When the running devices of a selector will probably have validated again; empty means the whole fleet. */
export const forecastQuery = (org: string, q: string) =>
  queryOptions({
    queryKey: ['org', org, 'forecast', q],
    queryFn: ({ signal }) =>
      fetchJson<ForecastView>(queryPath(orgPath(org, 'forecast'), { q }), { signal, timeoutMs: FORECAST_TIMEOUT_MS }),
    staleTime: 5_000,
    retry: false,
    refetchOnWindowFocus: false,
  })

const incidentPath = (org: string, id: string, format = '') =>
  orgPath(org, `operations/${encodeURIComponent(id)}/incident${format}`)

/** The line of a stop, its newest 200 entries; `live` while it can still grow by itself. */
export const incidentQuery = (org: string, id: string, live: boolean) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'operation', id, 'incident'],
    queryFn: ({ signal }) => fetchJson<Incident>(incidentPath(org, id), { signal }),
    refetchInterval: () => pollIntervalMs(live ? 2_000 : 10_000),
  })

/** Address of the whole line as a file. */
export const incidentHref = (org: string, id: string, format: 'json' | 'txt'): string =>
  incidentPath(org, id, `.${format}`)
