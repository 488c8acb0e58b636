import { queryOptions } from '@tanstack/react-query'
import type { FoundDecisions } from '@/lib/domain/wire/decisions'
import { fetchJson } from '../fetch-json'
import { orgPath, queryPath } from '../query-path'

/** What an agent was answered: by the request id or the device id in its log. Read once: a decision does not change. */
export const decisionsQuery = (org: string, of: { requestId: string } | { deviceId: string }) =>
  queryOptions({
    queryKey: ['org', org, 'decisions', of],
    queryFn: ({ signal }) => fetchJson<FoundDecisions>(queryPath(orgPath(org, 'decisions'), of), { signal }),
    retry: false,
  })
