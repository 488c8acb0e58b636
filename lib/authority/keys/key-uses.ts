import type { AgentKey } from './agent-key'

/** When agent keys were last used. A use costs two assignments; what changed is taken to disk with the evidence. */
export class KeyUses {
  private waiting: AgentKey[] = []

  note(key: AgentKey, now: number): void {
    // Never backwards, whatever the clock does.
    if (key.lastUsedAt === null || now > key.lastUsedAt) key.lastUsedAt = now
    if (!key.useWaits) this.wait(key)
  }

  /** The keys that were used since the last call. */
  take(): AgentKey[] {
    const taken = this.waiting
    this.waiting = []
    for (const key of taken) key.useWaits = false
    return taken
  }

  /** Marks keys again whose last use could not be written. */
  putBack(keys: Iterable<AgentKey>): void {
    for (const key of keys) if (!key.useWaits) this.wait(key)
  }

  private wait(key: AgentKey): void {
    key.useWaits = true
    this.waiting.push(key)
  }
}
