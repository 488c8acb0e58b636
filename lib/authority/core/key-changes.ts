/** Every change of the keys of an org. Like all changes they reach disk and memory together, and are undone together. */

import { AGENT_KEYS_MAX, isSameAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { Tx } from '../disk/group-committer'
import { type AgentKey, newAgentKey } from '../keys/agent-key'
import { hashKey } from '../keys/key-hash'
import type { AccessKey } from '../keys/key-ring'
import { keyTag } from '../state/key-tag'
import { StateError } from '../state/state-error'
import type { Core } from './core'

export type AgentAccessKey = AccessKey & { agentKey: AgentKey }

/** The agent keys of an org that work at this moment, those that run out included. */
export const liveAgentKeys = (core: Core, orgId: number, now: number): AgentAccessKey[] =>
  core.keys
    .of(orgId, 'agent')
    .filter((key): key is AgentAccessKey => key.agentKey !== null && core.keys.isLive(key, now))

/** Those of them that nothing has replaced. */
export const currentAgentKeys = (core: Core, orgId: number, now: number): AgentAccessKey[] =>
  liveAgentKeys(core, orgId, now).filter((key) => key.validUntil === null)

function addKey(core: Core, tx: Tx, key: AccessKey & { kind: 'org' | 'agent' }, createdAt: number): void {
  tx.undo(() => core.keys.remove(key))
  core.keys.add(key)
  tx.store.insertKey({ ...key, createdAt, agentKeyId: key.agentKey?.id ?? null })
}

/** Puts an org key on file. @param text the key itself, of which only the hash is kept. */
export function addOrgKey(core: Core, tx: Tx, orgId: number, text: string, now: number): void {
  const hash = hashKey(text)
  const rest = { validUntil: null, dead: false, agentKey: null, device: null, tag: keyTag('org', hash) }
  addKey(core, tx, { hash, orgId, kind: 'org', ...rest }, now)
}

/**
 * Puts an agent key on file under its name.
 * @throws StateError where another one that works has the name, or as many work as may.
 */
export function addAgentKey(
  core: Core,
  tx: Tx,
  orgId: number,
  made: { text: string; name: string; use?: AgentKeyUse; requestId: string | null },
  now: number,
): AgentKey {
  const { text, name, use = 'agent', requestId } = made
  const current = currentAgentKeys(core, orgId, now)
  if (current.some(({ agentKey }) => isSameAgentKeyName(agentKey.name, name)))
    throw new StateError({ code: 'agent-key-name-taken', name })
  if (current.length >= AGENT_KEYS_MAX) throw new StateError({ code: 'agent-key-limit-reached', limit: AGENT_KEYS_MAX })
  const agentKey = newAgentKey(name, use, now)
  tx.store.insertAgentKey({ ...agentKey, orgId, requestId, endedAt: null })
  const rest = { validUntil: null, dead: false, agentKey, device: null, tag: keyTag('agent', agentKey.id) }
  addKey(core, tx, { hash: hashKey(text), orgId, kind: 'agent', ...rest }, now)
  return agentKey
}

/** Ends a key now, for good, or lets it run out; one that ends earlier already keeps its time. */
export function endKey(core: Core, tx: Tx, key: AccessKey, validUntil: number, now: number): void {
  const before = { validUntil: key.validUntil, dead: key.dead }
  tx.undo(() => {
    Object.assign(key, before)
    core.keys.add(key)
  })
  const end = Math.min(key.validUntil ?? validUntil, validUntil)
  if (key.agentKey) tx.store.setAgentKeyEnd(key.agentKey.id, end)
  if (end <= now) {
    key.dead = true
    core.keys.remove(key)
    tx.store.deleteKey(key.hash)
    return
  }
  key.validUntil = end
  tx.store.setKeyValidUntil(key.hash, end)
}
