/**
 * The order of every change: written, committed and fsynced, then acknowledged, and never the other way round. Changes that
 * arrive within one turn of the event loop share a commit. Memory is changed within the same turn as the disk, so that no
 * validate ever sees a state in between, and is put back when the commit fails.
 */
import { StateError } from '../state/state-error'
import type { StateStore } from './state-store'

/** What a change may use: the store, and a function that registers how its change of memory is undone. */
export type Tx = { store: StateStore; undo: (step: () => void) => void }

type Job = { work: (tx: Tx) => unknown; resolve: (value: unknown) => void; reject: (error: unknown) => void }
type Outcome = { value: unknown } | { refusal: StateError }

export class GroupCommitter {
  private jobs: Job[] = []
  /** Set while memory cannot be trusted: a change could be neither made nor taken back. Everything is then denied. */
  broken = false
  /** Changes that could not be written, since the start, and when that last happened (epoch ms). */
  failures = 0
  failedAt: number | null = null
  /** After a failed commit its bytes may lie in the log; they are overwritten before anything is acknowledged again. */
  private suspect = false

  /** Whether the last change could not be written. */
  get lastFailed(): boolean {
    return this.suspect
  }

  constructor(
    readonly store: StateStore,
    private readonly now: () => number,
  ) {}

  /**
   * Makes a change durable; resolves after the fsync. Rejects with a `StateError` when nothing was changed: the one that
   * `work` threw, or `not-written`, also for anything else that it threw.
   */
  run<T>(work: (tx: Tx) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.jobs.length === 0) setImmediate(() => this.commitJobs())
      this.jobs.push({ work, resolve: resolve as (value: unknown) => void, reject })
    })
  }

  /** The same for changes that no caller waits for; throws when they cannot be written. */
  runNow(work: (tx: Tx) => void): void {
    const outcome = this.attempt([{ work, resolve: () => undefined, reject: () => undefined }])
    if (!Array.isArray(outcome)) throw outcome.cause
  }

  /** Commits what waits. Called once per turn; and before the store is closed. */
  commitJobs(): void {
    const jobs = this.jobs
    this.jobs = []
    if (jobs.length === 0) return
    const together = this.attempt(jobs)
    // One change that cannot be written must not take down those that happened to share its turn.
    jobs.forEach((job, index) => {
      const outcome = Array.isArray(together) ? together[index] : jobs.length > 1 ? this.alone(job) : together
      if (outcome && 'value' in outcome) job.resolve(outcome.value)
      else if (outcome && 'refusal' in outcome) job.reject(outcome.refusal)
      else job.reject(new StateError({ code: 'not-written' }, { cause: outcome?.cause }))
    })
  }

  private alone(job: Job): Outcome | { cause: unknown } {
    const outcome = this.attempt([job])
    return Array.isArray(outcome) ? (outcome[0] as Outcome) : outcome
  }

  private attempt(jobs: readonly Job[]): Outcome[] | { cause: unknown } {
    const undoSteps: (() => void)[] = []
    const tx: Tx = { store: this.store, undo: (step) => undoSteps.push(step) }
    const { db } = this.store
    try {
      if (this.broken) throw new Error('memory and disk may differ; restart the authority')
      db.exec('BEGIN IMMEDIATE')
      if (this.suspect) this.store.touch()
      const outcomes = jobs.map((job): Outcome => {
        try {
          return { value: job.work(tx) }
        } catch (error) {
          if (error instanceof StateError) return { refusal: error }
          throw error
        }
      })
      db.exec('COMMIT')
      this.suspect = false
      return outcomes
    } catch (cause) {
      this.takeBack(undoSteps)
      return { cause }
    }
  }

  private takeBack(undoSteps: (() => void)[]): void {
    this.suspect = true
    this.failures += 1
    this.failedAt = this.now()
    try {
      for (const step of undoSteps.reverse()) step()
      if (this.store.db.inTransaction) this.store.db.exec('ROLLBACK')
    } catch {
      this.broken = true
    }
  }
}
