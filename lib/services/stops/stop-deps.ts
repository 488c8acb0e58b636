import type { OperationDeps } from '../operations/operation-deps'
import type { StopPresses } from './stop-presses'
import type { StopSink } from './stop-sink'

/** What stopping and resuming a whole org needs of the console. */
export type StopDeps = OperationDeps & {
  stopSink: StopSink
  /** The stops that this process pressed or goes on sending. */
  stopRequests: StopPresses
}
