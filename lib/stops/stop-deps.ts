import type { OperationDeps } from '@/lib/operations/deps/operation-deps'
import type { StopSink } from './emergency-journal'
import type { StopPresses } from './stop-requests'

/** What stopping and resuming a whole org needs of the console. */
export type StopDeps = OperationDeps & {
  stopSink: StopSink
  /** The stops that this process pressed or goes on sending. */
  stopRequests: StopPresses
}
