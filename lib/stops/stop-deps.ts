import type { OperationDeps } from '@/lib/operations/deps/operation-deps'
import type { EmergencyJournal } from './emergency-journal'
import type { StopRequests } from './stop-requests'

/** What stopping and resuming a whole org needs of the console. */
export type StopDeps = OperationDeps & {
  journal: EmergencyJournal
  /** The stops that this process requested or goes on sending. */
  stopRequests: StopRequests
}
