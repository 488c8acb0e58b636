import type { ForecastView } from '@/lib/domain/wire/devices'
import type { Execution, FleetCounts, Reading, StopSummary } from '@/lib/domain/wire/org-state'
import type { StopPart } from '@/lib/domain/wire/stop-part'

/** A wire between the button and the stop that is not in order. `blocks`: pressing would do nothing. */
export type Wiring = {
  wire: 'address' | 'role' | 'key' | 'authority' | 'store' | 'sink'
  fault: string
  blocks: boolean
}

/** One org on `/stop`. `now` is the console's clock when it was read, epoch ms. */
export type StopCard = {
  slug: string
  name: string
  authority: string
  mayStop: boolean
  mayResume: boolean
  execution: Execution
  reading: Reading
  counts: FleetCounts | null
  orgDisable: 'yes' | 'no' | 'unknown'
  stop: StopSummary | null
  /** When a stop now would probably have reached the agents; null where nothing can be said. */
  forecast: ForecastView | null
  form: { operationId: string; issuedAt: number; seal: string }
  /** Alarms that are not acknowledged: devices working under a stop, stops lifted elsewhere, stops refused, wrong devices changed. */
  alarms: { contradicted: number; liftedElsewhere: number; refusedStops: number; twinChanged: number }
  wiring: Wiring[]
  /** What of it can be stopped by itself; null: nothing now, because the store is away. Absent where it is not shown. */
  parts?: StopPart[] | null
  runbook: string | null
  contact: string | null
  /** Names of the other people who look at this org now. */
  others: string[]
  now: number
}

/** Why what was typed selects nothing. `position`: the character of the text that is meant, from 0. */
export type PartFault = { message: string; position?: number }

/** All of `/stop`. `wiring`: what holds for every org. `stopOnly`: the session can stop and nothing else; why. */
export type StopBoard = { cards: StopCard[]; wiring: Wiring[]; stopOnly: 'store' | 'idle' | null; name: string }
