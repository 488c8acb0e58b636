/**
 * `resolution` in seconds: 0 raw, 3600 hourly, 86400 daily. Counters hold the authority's running totals. Of what was rolled up,
 * the first counts are means and those below say the rest; they are null in a raw sample, and where only the mean is known.
 */
export type UsageSampleRow = {
  org_id: string
  resolution: number
  at: number
  allowed: number
  active: number
  revoked: number
  cap: number | null
  registrations: number | null
  validations_allowed: number | null
  validations_denied: number | null
  allowed_min: number | null
  allowed_last: number | null
  active_min: number | null
  active_max: number | null
  active_last: number | null
  revoked_last: number | null
  cap_last: number | null
}

/** `counts`: JSON, as `lib/store/usage/part-counts.ts` writes it. */
export type UsagePartCountsRow = { org_id: string; resolution: number; at: number; part: string; counts: string }
