import type { Operation } from '@/lib/domain/operation'
import { fetchJson } from './fetch-json'
import { orgPath } from './query-path'

/** Puts away the alarms raised up to `until` (ISO 8601), the newest that was on screen; a later one stays. */
export const acknowledgeAlarms = (org: string, until: string): Promise<{ acknowledged: number }> =>
  fetchJson(orgPath(org, 'alarms/acknowledge'), { method: 'POST', body: { until } })

/** Ends a stop without resuming anything: one not in force is sent no more, one in force holds and is watched no longer. */
export const endStop = (org: string, operationId: string, reason?: string): Promise<Operation> =>
  fetchJson(orgPath(org, `operations/${encodeURIComponent(operationId)}/end`), { method: 'POST', body: { reason } })
