import type { Usage } from './client'
import { booleanField, countField, countOrNullField, countsField, field, textField, timeField } from './fields'

/** Plan and counters of a `usage` or `register` reply; only what was told is set. */
export function readUsage(body: unknown): Usage {
  const told: Usage = {
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
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}
