import { FIRST_AGENT_KEY_NAME, isSameAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { Core } from '../core/core'
import { addAgentKey, addOrgKey, currentAgentKeys, endKey, liveAgentKeys } from '../core/key-changes'
import type { Call, Reply } from '../http/call'
import { field, type JsonObject } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import { makeKey } from '../keys/key-hash'
import type { AccessKey } from '../keys/key-ring'
import { StateError } from '../state/state-error'

const OVERLAP_SECONDS_MAX = 86_400

/** Which agent key to replace: one by its id, all of them, or `null` for the only one that there is. */
type Which = { id: string } | 'all' | null

function readWhich(body: JsonObject): Which {
  const id = field(body, 'agentKeyId')
  const all = field(body, 'all') ?? false
  if (typeof all !== 'boolean' || (id !== undefined && typeof id !== 'string') || (all && id !== undefined))
    throw invalidRequest('Give agentKeyId, a text, or all, true or false, not both.')
  if (typeof id === 'string') return { id }
  return all ? 'all' : null
}

/**
 * The agent keys that a rotation ends, and the name of the one that takes their place. A leaked key must not live on because
 * another has a name of its own, and no key may end that its owner did not mean: where several work, the call says which. One for
 * enrolment is replaced by its id alone.
 */
function chooseAgentKeys(
  core: Core,
  orgId: number,
  which: Which,
  now: number,
): { ends: AccessKey[]; name: string; use: AgentKeyUse } {
  const every = liveAgentKeys(core, orgId, now)
  if (which !== null && which !== 'all') {
    const { id } = which
    const key = currentAgentKeys(core, orgId, now).find(({ agentKey }) => agentKey.id === id)?.agentKey
    if (key === undefined) throw new StateError({ code: 'agent-key-not-found', id })
    const { name, use } = key
    return { name, use, ends: every.filter(({ agentKey }) => isSameAgentKeyName(agentKey.name, name)) }
  }
  const live = every.filter(({ agentKey }) => agentKey.use === 'agent')
  const current = live.filter(({ validUntil }) => validUntil === null)
  if (which === null && current.length > 1) {
    const keys = current.map(({ agentKey: { id, name } }) => ({ id, name }))
    throw new StateError({ code: 'agent-key-unnamed', keys })
  }
  const name = (current.length === 1 && current[0]?.agentKey.name) || FIRST_AGENT_KEY_NAME
  return { name, use: 'agent', ends: live }
}

/**
 * Makes a new key of a kind. Those that it replaces end with the overlap, by default at once: all org keys; of agent keys the
 * one that is named by its id, the only one, or with `all` every one.
 */
export async function rotateKey(core: Core, { org, body, now }: Call): Promise<Reply> {
  const overlapSeconds = field(body, 'overlapSeconds') ?? 0
  if (!Number.isInteger(overlapSeconds) || Number(overlapSeconds) < 0 || Number(overlapSeconds) > OVERLAP_SECONDS_MAX) {
    throw invalidRequest(`overlapSeconds must be a whole number from 0 to ${OVERLAP_SECONDS_MAX}.`)
  }
  const kind = field(body, 'kind') ?? 'org'
  if (kind !== 'org' && kind !== 'agent') throw invalidRequest('kind must be "org" or "agent".')
  const which = readWhich(body)
  if (kind === 'org' && which !== null) throw invalidRequest('agentKeyId and all are for kind "agent" only.')
  const validUntil = now + Number(overlapSeconds) * 1000
  const made = await core.committer.run((tx) => {
    const ended = kind === 'org' ? null : chooseAgentKeys(core, org.id, which, now)
    const text = makeKey(ended?.use ?? 'org')
    for (const key of ended?.ends ?? core.keys.of(org.id, kind)) endKey(core, tx, key, validUntil, now)
    if (ended === null) addOrgKey(core, tx, org.id, text, now)
    const key = ended && addAgentKey(core, tx, org.id, { text, name: ended.name, use: ended.use, requestId: null }, now)
    return { text, agentKey: key && { agentKeyId: key.id, name: key.name }, revision: org.nextRevision() }
  })
  const previousKeyValidUntil = new Date(validUntil).toISOString()
  const { text } = made
  const keys = kind === 'agent' ? { orgApiKey: text, agentApiKey: text, ...made.agentKey } : { orgApiKey: text }
  const { revision } = made
  return {
    status: 200,
    body: { status: 'ok', handler: 'org/rotate_key', kind, ...keys, previousKeyValidUntil, revision },
  }
}
