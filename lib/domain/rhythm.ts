import type { Rhythm } from './device'

/** Above its usual spacing by this much no device that only wavers comes. */
const WAVERS = 1.25

/** Quiet for longer than its rhythm explains. Where no rhythm is known nothing can be said. */
export const isLate = (rhythm: Rhythm | null | undefined, quietMs: number | null): boolean =>
  rhythm != null && quietMs !== null && quietMs > Math.max(rhythm.p95Ms, WAVERS * rhythm.medianMs)
