import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { LaterMatches } from '@/lib/domain/later-matches'
import type { ItemOutcome, OperationKind } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import type { OperationDetail, OperationItemsPage, OperationsPage } from '@/lib/domain/wire/operations'
import type { Rehearsals } from '@/lib/domain/wire/rehearsals'
import { fetchJson } from './fetch-json'
import { isOpen } from './is-open'
import { polled, pollIntervalMs } from './poll-interval'
import { orgPath, queryPath } from './query-path'

const operationPath = (org: string, id: string, rest = '') =>
  orgPath(org, `operations/${encodeURIComponent(id)}${rest}`)

/** The operations of an org, newest first. */
export const operationsQuery = (org: string, kind?: OperationKind) =>
  infiniteQueryOptions({
    ...polled,
    queryKey: ['org', org, 'operations', kind ?? null],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<OperationsPage>(queryPath(orgPath(org, 'operations'), { cursor: pageParam, kind }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

/** Address of the same as a file. */
export const operationsCsvHref = (org: string, kind?: OperationKind): string =>
  queryPath(orgPath(org, 'operations.csv'), { kind })

/** One operation with its audit trail; read every second while it is open. */
export const operationQuery = (org: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'operation', id],
    queryFn: ({ signal }) => fetchJson<OperationDetail>(operationPath(org, id), { signal }),
    refetchInterval: ({ state }) => pollIntervalMs(state.data && !isOpen(state.data.operation) ? 5_000 : 1_000),
  })

/** How far it is; read every second while `live`, and once more when it ended. */
export const operationProgressQuery = (org: string, id: string, live: boolean, everyMs = 1_000) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'operation', id, 'progress', live],
    queryFn: ({ signal }) => fetchJson<OperationProgress>(operationPath(org, id, '/progress'), { signal }),
    refetchInterval: () => (live ? pollIntervalMs(everyMs) : false),
  })

/** Which devices of an operation: those of one outcome, those whose id contains a text. */
export type ItemsView = { outcome?: ItemOutcome; id?: string }

/** The devices of an operation, one page after the other; `live` reads the shown ones again while outcomes come in. */
export const operationItemsQuery = (org: string, id: string, view: ItemsView, live = false) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'operation', id, 'items', view],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<OperationItemsPage>(queryPath(operationPath(org, id, '/items'), { ...view, offset: pageParam }), {
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, items, total }) =>
      items.length > 0 && offset + items.length < total ? offset + items.length : null,
    refetchInterval: () => (live ? pollIntervalMs() : false),
    retry: false,
  })

export const operationItemsCsvHref = (org: string, id: string, view: ItemsView = {}): string =>
  queryPath(operationPath(org, id, '/items.csv'), view)

/** Rehearsals that still keep their device stopped. */
export const rehearsalsQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'rehearsals'],
    queryFn: ({ signal }) => fetchJson<Rehearsals>(orgPath(org, 'rehearsals'), { signal }),
  })

/** Devices that match now and did not when the selection was reviewed, or the operation requested. */
export const laterMatchesQuery = (org: string, frozen: { selection: string } | { operation: string }) =>
  queryOptions({
    queryKey: ['org', org, 'later', frozen],
    queryFn: ({ signal }) => fetchJson<LaterMatches>(queryPath(orgPath(org, 'selections/later'), frozen), { signal }),
    refetchInterval: () => pollIntervalMs(3_000),
    retry: false,
  })
