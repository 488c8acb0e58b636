/** One line of a diagnosis, as the console's own API answers. */
import type { ItemOutcome } from '../operation'
import type { DeviceRow, Hold, Lookalikes } from '../wire/devices'
import type { OrgState, Reading } from '../wire/org-state'

/** `cause`: this explains it. `fact`: read, and no cause. `unknown`: it could be a cause, and cannot be read. */
export type Finding = 'cause' | 'fact' | 'unknown'

/** Where a person mends it; `id` is of the operation or the device. */
export type CheckAct =
  | { to: 'operation' | 'device'; id: string }
  | { to: 'restore' | 'revoke' | 'resume' | 'register' | 'connect' | 'key' | 'usage' | 'lookup' }

/** `read`: what was read, in one or two sentences; times in them as `textTime` writes them. */
export type Check = { about: string; finding: Finding; read: string; act?: CheckAct }

/** An act of this console on one device, and what became of it there. `at` is ISO 8601 UTC. */
export type PastAct = { operationId: string; by: string; at: string; outcome: ItemOutcome }

/** Everything that a diagnosis looks at. `readMs`: the authority's clock at the last reading, in epoch ms. */
export type DeviceFacts = Pick<OrgState, 'execution' | 'cap' | 'orgStop'> & {
  id: string
  /** Null: the last reading has no device with exactly this id. */
  device: DeviceRow | null
  holds: readonly Hold[]
  lookalikes: Lookalikes
  reading: Reading
  lastRevoke: PastAct | null
  lastRemoval: PastAct | null
  readMs: number
}

/** `isDenied`: it would be denied if it validated now; null where that is not known. */
export type Diagnosis = {
  id: string
  isRegistered: boolean
  isDenied: boolean | null
  whyDenied: Check[]
  whyRunning: Check[]
  reading: Reading
}
