import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { OperationDetail, OperationItemsPage, OperationsPage } from '@/lib/domain/console-api'
import type { ItemOutcome, OperationKind } from '@/lib/domain/operation'
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

/** One operation with its audit trail; read every second while it is open. */
export const operationQuery = (org: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'operation', id],
    queryFn: ({ signal }) => fetchJson<OperationDetail>(operationPath(org, id), { signal }),
    refetchInterval: ({ state }) => pollIntervalMs(state.data && !isOpen(state.data.operation) ? 5_000 : 1_000),
  })

/** The devices of an operation, one page after the other; `live` reads the shown ones again while outcomes come in. */
export const operationItemsQuery = (org: string, id: string, outcome: ItemOutcome | undefined, live = false) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'operation', id, 'items', outcome ?? null],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<OperationItemsPage>(queryPath(operationPath(org, id, '/items'), { outcome, offset: pageParam }), {
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, items, total }) =>
      items.length > 0 && offset + items.length < total ? offset + items.length : null,
    refetchInterval: () => (live ? pollIntervalMs() : false),
    retry: false,
  })

export const operationItemsCsvHref = (org: string, id: string): string => operationPath(org, id, '/items.csv')
