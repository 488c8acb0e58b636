/**
 * Usage over time, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */
import type { CapForecast } from '../figures/cap-forecast'
import type { PartSeries } from '../figures/part-series'
import type { OperationKind } from '../operation'
import type { UsagePoint } from '../usage-steps'

/** An accepted stop or resume. `devices`: null for the whole org. */
export type UsageMark = {
  at: string
  operationId: string
  kind: OperationKind
  devices: number | null
  by: string
  reason: string | null
  /** The text that picked its devices; null where ids were ticked, or for the whole org. */
  selector: string | null
  /** The first of its devices; absent for the whole org. */
  firstDevice?: string
  /** It is a fence. */
  isFence: boolean
}

export type Usage = {
  /** The span asked for, which the time axis shows even if the samples cover less of it. */
  from: string
  to: string
  /** Width of one step in seconds. */
  bucketSeconds: number
  points: UsagePoint[]
  /** Active devices by the values of one part; the points of each series align with `points` above. */
  stacked: { part: string; parts: string[]; series: PartSeries[] }
  /** The span just before, as long, in steps of the same width; null if it was not asked for. */
  before: { from: string; points: UsagePoint[] } | null
  /** Oldest first. `leftOut`: how many older ones there are. */
  marks: { shown: UsageMark[]; leftOut: number }
  sampleSeconds: number
  diskBytes: number
  lastSampleAt: string | null
}

/** Days of the past and of the forecast, for the chart of how much of the cap is left. */
export type Headroom = {
  /** The highest count of active devices of each day, null if nothing was sampled; `at`: ISO 8601, when it begins. */
  days: { at: string; active: number | null; cap: number | null }[]
  forecast: CapForecast
}

/** How long devices took from the acceptance of a stop to their first no, for each value of a part. */
export type TimeToStop = {
  part: string
  /** Slowest median first. Milliseconds by the authority's clock. */
  values: { value: string; devices: number; medianMs: number; p90Ms: number }[]
  /** Values that are not listed. */
  leftOut: number
  /** Confirmations that were looked at; `isCut`: there are older ones in the span. */
  devices: number
  isCut: boolean
}

/** Counts of one day of a week in its zone; null where nothing was sampled. */
export type WeekDayCounts = {
  /** 2026-11-23. */
  date: string
  activeLowest: number | null
  activeHighest: number | null
  allowedLowest: number | null
  revoked: number | null
  registrations: number | null
  validationsAllowed: number | null
  validationsDenied: number | null
}

type WeekEdge = Pick<UsagePoint, 'at' | 'active' | 'revoked' | 'cap'>

/** An org in one week of a zone. `begin` and `end`: the first and the last step that was sampled. */
export type UsageWeek = {
  week: string
  zone: string
  from: string
  to: string
  /** It is not over: what is still to come is missing. */
  isRunning: boolean
  org: string
  authority: string
  begin: WeekEdge | null
  end: WeekEdge | null
  days: WeekDayCounts[]
  /** Active devices by the values of each part at both ends, largest first, the rest as `other`. */
  parts: { part: string; values: { value: string; begin: number; end: number }[] }[]
  marks: Usage['marks']
  timeToStop: TimeToStop
}
