import type { UsageSample } from '@/lib/domain/usage-steps'
import type { Db } from '@/lib/store/rows/db'
import { insertSample } from '@/lib/store/usage/samples'

/** A sample of so many active devices, all allowed. Without `more` it is raw, or one of which only the mean is known. */
export const usageSample = (at: number, active: number, more: Partial<UsageSample> = {}): UsageSample => ({
  resolution: 0,
  at,
  allowed: active,
  active,
  revoked: 0,
  cap: null,
  registrations: null,
  validations_allowed: null,
  validations_denied: null,
  allowed_min: null,
  allowed_last: null,
  active_min: null,
  active_max: null,
  active_last: null,
  revoked_last: null,
  cap_last: null,
  ...more,
})

/** What a rolled-up sample has beside its means, where the count did not change within it. */
export const steady = (active: number, cap: number | null = null) => ({
  allowed_min: active,
  allowed_last: active,
  active_min: active,
  active_max: active,
  active_last: active,
  revoked_last: 0,
  cap_last: cap,
})

/** Writes a sample, with active devices by role. */
export const insertUsage = (db: Db, orgId: string, sample: UsageSample, roles: Record<string, number> = {}) =>
  insertSample(
    db,
    { org_id: orgId, ...sample },
    { role: Object.entries(roles).map(([value, last]) => ({ value, last, mean: last })) },
  )
