import { monitorEventLoopDelay } from 'node:perf_hooks'
import { CODES } from '../state/codes'

/** Plain counters for the hot path; they become metrics only when a client reads them. */
export class Metrics {
  /** Decided validates by position in `CODES`. */
  readonly decisions = CODES.map(() => 0)
  /** Replies by HTTP status. */
  readonly replies: number[] = new Array(600).fill(0)
  wrongKeys = 0
  /** Epoch milliseconds. */
  wrongKeyAt: number | null = null
  evidenceFault: string | null = null
  evidenceFlushMs = 0
  readonly loopDelay = monitorEventLoopDelay({ resolution: 20 })

  constructor() {
    this.loopDelay.enable()
  }

  reply(status: number): void {
    this.replies[status]! += 1
  }
}
