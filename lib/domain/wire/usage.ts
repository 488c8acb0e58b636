/**
 * Usage over time, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */
import type { PartSeries, UsagePoint } from '../usage-steps'

export const USAGE_RANGES = ['1h', '24h', '7d', '30d', '2y'] as const
export type UsageRange = (typeof USAGE_RANGES)[number]

export type Usage = {
  range: UsageRange
  /** Width of one bucket in seconds. */
  bucketSeconds: number
  points: UsagePoint[]
  /** Active devices by the values of one part; the points of each series align with `points` above. */
  stacked: { part: string; parts: string[]; series: PartSeries[] }
  sampleSeconds: number
  diskBytes: number
  lastSampleAt: string | null
}
