import { randomBytes } from 'node:crypto'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'

/**
 * What is known of an agent key beside its text. A rotated key keeps its name and gets a new id. Times are epoch milliseconds;
 * `useWaits`: its last use is not on disk yet. `use`: an enrolment key registers devices and opens nothing else.
 */
export type AgentKey = {
  id: string
  name: string
  use: AgentKeyUse
  createdAt: number
  lastUsedAt: number | null
  useWaits: boolean
}

/** A new agent key's public record. */
export const newAgentKey = (name: string, use: AgentKeyUse, createdAt: number): AgentKey => ({
  id: `key_${randomBytes(8).toString('hex')}`,
  name,
  use,
  createdAt,
  lastUsedAt: null,
  useWaits: false,
})
