import { randomBytes } from 'node:crypto'

/**
 * What is known of an agent key beside its text. A rotated key keeps its name and gets a new id. Times are epoch milliseconds;
 * `useWaits`: its last use is not on disk yet.
 */
export type AgentKey = { id: string; name: string; createdAt: number; lastUsedAt: number | null; useWaits: boolean }

/** A new agent key's public record. */
export const newAgentKey = (name: string, createdAt: number): AgentKey => ({
  id: `key_${randomBytes(8).toString('hex')}`,
  name,
  createdAt,
  lastUsedAt: null,
  useWaits: false,
})
