import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EvidenceSink } from '../disk/evidence-writer'
import type { AgentKey } from '../keys/agent-key'
import { PAGE_BYTES } from '../state/evidence'
import { REVISION_LEAP } from '../state/org'
import type { Core } from './core'
import { noteRefusedKeys } from './note-refused-keys'

const PAGES_PER_BATCH = 512

const useOf = (key: AgentKey): [string, number] => [key.id, key.lastUsedAt as number]

/**
 * Brings evidence to disk every `everyMs`, batch by batch, off the event loop; keeps revisions reserved well ahead; forgets
 * keys whose time is over; notes which keys were refused. What cannot be written stays in memory and is tried again.
 */
export class EvidenceFlush {
  private running: Promise<void> | null = null
  private timer: NodeJS.Timeout
  private counted = new Map<number, string>()
  /** Shared with the thread that writes and used again and again: copies made anew would lie about as garbage of both. */
  private readonly batch = new Uint8Array(new SharedArrayBuffer(PAGES_PER_BATCH * PAGE_BYTES))

  constructor(
    private readonly core: Core,
    private readonly sink: EvidenceSink,
    everyMs: number,
  ) {
    this.timer = setInterval(() => void this.flush(), everyMs)
    this.timer.unref()
  }

  /** Writes everything that is not on disk yet. Never rejects; a fault shows in health and metrics. */
  flush(): Promise<void> {
    this.running ??= this.writeAll().finally(() => {
      this.running = null
    })
    return this.running
  }

  private async writeAll(): Promise<void> {
    const startedAt = performance.now()
    const { evidence, metrics } = this.core
    this.runMaintenance()
    let counters = this.changedCounters()
    let used = this.core.keyUses.take()
    // Pages marked while this runs are left to the next flush.
    let left = evidence.dirtyCount
    while (left > 0 || counters.length > 0 || used.length > 0) {
      const numbers = evidence.take(left, this.batch)
      left -= numbers.length
      try {
        await this.sink.write({ numbers, bytes: this.batch, pageBytes: PAGE_BYTES, counters, keyUses: used.map(useOf) })
        metrics.evidenceFault = null
      } catch (error) {
        evidence.putBack(numbers)
        this.counted.clear()
        this.core.keyUses.putBack(used)
        metrics.evidenceFault = String(error)
        return
      }
      counters = []
      used = []
      await nextTurn()
    }
    metrics.evidenceFlushMs = performance.now() - startedAt
  }

  private changedCounters(): [number, number, number, number][] {
    const changed: [number, number, number, number][] = []
    for (const { id, allowed, denied, registrations } of this.core.orgs.values()) {
      const state = `${allowed} ${denied} ${registrations}`
      if (this.counted.get(id) === state) continue
      this.counted.set(id, state)
      changed.push([id, allowed, denied, registrations])
    }
    return changed
  }

  private runMaintenance(): void {
    const { core } = this
    const now = core.now()
    try {
      for (const org of core.orgs.values()) {
        if (org.reservedRevision - org.revision < REVISION_LEAP / 2) core.reserve(org)
      }
      const expired = core.keys.expired(now)
      if (expired.length > 0) {
        core.committer.runNow((tx) => {
          for (const key of expired) tx.store.deleteKey(key.hash)
        })
        for (const key of expired) core.keys.remove(key)
      }
    } catch {
      // Counted by the committer and tried again with the next flush.
    }
    core.keys.sweep(now)
    noteRefusedKeys(core)
  }

  /** The last flush, after which nothing may be recorded any more. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    await this.flush()
    await this.flush()
    await this.sink.close().catch((error: unknown) => {
      this.core.metrics.evidenceFault = String(error)
    })
  }
}
