import type { OrgStatus } from './client'
import { booleanField, countField, field, textField, timeField } from './fields'

/** An `org/status`, `org/disable` or `org/enable` reply; an execution that it does not tell plainly is unknown. */
export function readOrgStatus(body: unknown, requestId?: string): OrgStatus {
  const text = textField(body, 'execution')?.toLowerCase()
  const disabled = booleanField(body, 'disabled')
  const flag = disabled === undefined ? undefined : disabled ? 'disabled' : 'enabled'
  const reason = field(body, 'reason')
  const told: Omit<OrgStatus, 'execution'> = {
    changedAt: timeField(body, 'changedAt', 'changed_at'),
    reason: reason === null || typeof reason === 'string' ? reason : undefined,
    revision: countField(body, 'revision'),
    now: timeField(body, 'now') ?? undefined,
    requestId,
  }
  const execution =
    text === 'enabled' || text === 'disabled' ? text : text === undefined ? (flag ?? 'unknown') : 'unknown'
  return { execution, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) }
}
