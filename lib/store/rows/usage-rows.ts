import type { UsageSample } from '@/lib/domain/usage-steps'

/** A sample of an org. */
export type UsageSampleRow = UsageSample & { org_id: string }

/** `counts`: JSON, as `lib/store/usage/part-counts.ts` writes it. */
export type UsagePartCountsRow = { org_id: string; resolution: number; at: number; part: string; counts: string }
