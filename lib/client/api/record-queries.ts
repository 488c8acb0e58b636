import { queryOptions } from '@tanstack/react-query'
import type { RecordVerdict } from '@/lib/domain/record-verdict'
import type { RecordStatus } from '@/lib/domain/wire/activity'
import { fetchJson } from './fetch-json'
import { polled, pollIntervalMs } from './poll-interval'
import { orgPath } from './query-path'

/** Thirty seconds verify a million events. */
const VERIFY_TIMEOUT_MS = 180_000

/** How the record is proven. */
export const recordStatusQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'record'],
    queryFn: ({ signal }) => fetchJson<RecordStatus>(orgPath(org, 'record'), { signal }),
    refetchInterval: () => pollIntervalMs(5_000),
  })

/** Holds the whole record against its anchors, and against a head that the person kept. @param head empty: none. */
export const verifyRecord = (org: string, head: string): Promise<RecordVerdict> =>
  fetchJson<RecordVerdict>(orgPath(org, 'record/verify'), {
    method: 'POST',
    body: head === '' ? {} : { head },
    timeoutMs: VERIFY_TIMEOUT_MS,
  })

/** The record of the org as a file. */
export const activityExportHref = (org: string, format: 'csv' | 'jsonl'): string => orgPath(org, `activity.${format}`)
