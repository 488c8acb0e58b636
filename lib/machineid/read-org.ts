import type { OrgStatus, Usage } from './client'
import { booleanField, countField, countOrNullField, countsField, field, textField, timeField } from './fields'

/** An `org/status`, `org/disable` or `org/enable` reply; an execution that it does not state plainly is unknown. */
export function readOrgStatus(body: unknown, requestId?: string): OrgStatus {
  const text = textField(body, 'execution')?.toLowerCase()
  const disabled = booleanField(body, 'disabled')
  const flag = disabled === undefined ? undefined : disabled ? 'disabled' : 'enabled'
  const reason = field(body, 'reason')
  const reported: Omit<OrgStatus, 'execution'> = {
    changedAt: timeField(body, 'changedAt', 'changed_at'),
    reason: reason === null || typeof reason === 'string' ? reason : undefined,
    revision: countField(body, 'revision'),
    now: timeField(body, 'now') ?? undefined,
    requestId,
  }
  const execution =
    text === 'enabled' || text === 'disabled' ? text : text === undefined ? (flag ?? 'unknown') : 'unknown'
  return { execution, ...Object.fromEntries(Object.entries(reported).filter(([, value]) => value !== undefined)) }
}

/** Plan and counters of a `usage` or `register` reply; only what it reports is set. */
export function readUsage(body: unknown): Usage {
  const reported: Usage = {
    planTier: textField(body, 'planTier', 'plan_tier'),
    planState: textField(body, 'planState', 'plan_state'),
    accessUntil: timeField(body, 'accessUntil', 'access_until'),
    limit: countOrNullField(body, 'limit'),
    devicesUsed: countField(body, 'devicesUsed', 'devices_used'),
    remaining: countOrNullField(body, 'remaining'),
    overLimit: booleanField(body, 'overLimit', 'over_limit'),
    softGraceWindow: field(body, 'softGraceWindow', 'soft_grace_window'),
    validations: countsField(body, 'validations'),
    registrations: countField(body, 'registrations'),
  }
  return Object.fromEntries(Object.entries(reported).filter(([, value]) => value !== undefined))
}
