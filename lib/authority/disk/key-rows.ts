/** The keys of an org as they lie on disk, without their texts. */
import type { ChosenKeyKind } from '../keys/key-hash'
import type { AgentKeyRow, StateStore } from './state-store'

export type KeyRow = {
  hash: string
  kind: ChosenKeyKind
  createdAt: number
  validUntil: number | null
  agentKeyId: string | null
}

/** Those that are on file: an ended one goes with its end, one that has run out with the next tidying. */
export const listKeyRows = (store: StateStore, orgId: number): KeyRow[] =>
  store
    .statement(
      `SELECT hash, kind, created_at AS createdAt, valid_until AS validUntil, agent_key_id AS agentKeyId
       FROM keys WHERE org_id = ?`,
    )
    .all(orgId) as KeyRow[]

/** Agent keys that work, and the latest of those that ended. */
export const listAgentKeyRows = (store: StateStore, orgId: number): Pick<AgentKeyRow, 'id' | 'name' | 'use'>[] =>
  store.statement('SELECT id, name, key_use AS use FROM agent_keys WHERE org_id = ?').all(orgId) as AgentKeyRow[]
