/**
 * Agent keys, wrong keys and recent decisions, as far as an authority offers them (machineid.io does not). Times are epoch
 * milliseconds; what a reply does not say is absent.
 */
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { Secret } from '@/lib/domain/secret'

/** `validUntil`: set while a replaced key still works. `use` is absent where the authority knows one use of agent keys alone. */
export type AgentKey = {
  id: string
  name?: string
  use?: AgentKeyUse
  createdAt?: number | null
  lastUsedAt?: number | null
  validUntil?: number | null
}

/** `text` is null for a repeat of an earlier call: the key was in that reply only. */
export type AddedAgentKey = { key: AgentKey; text: Secret | null; requestId?: string }

/** `lastAt` is null where there was none. `since`: from when on they are counted. */
export type WrongKeys = { count: number; lastAt?: number | null; since?: number | null }

/** `call`: the call that was decided, validate or register. `agentKeyId` is null for the org key. */
export type Decision = {
  requestId: string
  deviceId?: string
  deviceIdCut: boolean
  call?: string
  allowed: boolean
  code: string
  at?: number | null
  agentKeyId?: string | null
}

/** The newest first. `more`: there are others. `keptSince`: what was decided before is not known. */
export type Decisions = {
  decisions: Decision[]
  more: boolean
  keptSince?: number | null
  kept?: number
  keptMax?: number
}

export type DecisionQuery = { requestId: string } | { deviceId: string }
