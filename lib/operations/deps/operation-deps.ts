/** What carrying out an operation needs of the console, and who requests it. */
import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import type { Actor } from '@/lib/domain/actor'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { Store } from '@/lib/store/rows/db'
import type { InFlightResumes } from './in-flight-resumes'
import type { ItemWrites } from './item-writes'
import type { OperationRunner } from './operation-runner'
import type { SentDevices } from './sent-devices'

export type OperationDeps = {
  store: Store
  clock: Clock
  log: Logger
  /** Operations under way: the console waits for them when it shuts down. */
  running: OperationRunner
  resumes: InFlightResumes
  /** What the stops under way have sent of their devices. */
  sent: SentDevices
  /** The operations whose items the store does not have yet, though their calls are out. */
  itemWrites: ItemWrites
  /** Aborted when the console shuts down. */
  closing: AbortSignal
  /** Waits that many ms; a test passes its own. */
  pause: (ms: number) => Promise<void>
  /** How long a stop waits for the store before it goes on without it, in ms: `STORE_WAIT_MS` but for a test. */
  storeWaitMs: number
  /** Takes a usage sample of an org right after a stop or resume. */
  sampleSoon: (org: OrgRuntime) => void
  /** To be called when something about the org may have changed: open screens are sent its state. */
  live: { changed: (org: OrgRuntime | undefined) => void }
}

/** An act of a person on an org. */
export type Act<Deps extends OperationDeps = OperationDeps> = {
  deps: Deps
  org: OrgRuntime
  actor: Actor
  address: string | null
  requestId: string
}
