/** Agent keys by name: one more, the list, and the end of one. A key's text is in exactly one reply, and never in a list. */
import { AGENT_KEY_NAME_RULE, readAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import { AGENT_KEY_USES, type AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { Core } from '../core/core'
import { addAgentKey, endKey, liveAgentKeys } from '../core/key-changes'
import type { AgentKeyRow } from '../disk/state-store'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { field, type JsonObject } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import { makeKey } from '../keys/key-hash'
import { StateError } from '../state/state-error'

const HANDLER = 'org/agent_keys'
const REQUEST_ID = /^[\w-]{1,64}$/

const iso = (ms: number | null) => (ms === null ? null : isoTime(ms))

function readRequestId(body: JsonObject): string | null {
  const requestId = field(body, 'requestId') ?? null
  if (requestId !== null && (typeof requestId !== 'string' || !REQUEST_ID.test(requestId)))
    throw invalidRequest('requestId must be 1 to 64 letters, digits, "-" or "_".')
  return requestId
}

/** The agent keys of the org that work, the oldest first. */
export function listAgentKeys(core: Core, { org, now }: Call): Reply {
  const keys = liveAgentKeys(core, org.id, now)
    .toSorted((a, b) => a.agentKey.createdAt - b.agentKey.createdAt)
    .map(({ validUntil, agentKey: { id, name, use, createdAt, lastUsedAt } }) => ({
      id,
      name,
      use,
      createdAt: iso(createdAt),
      lastUsedAt: iso(lastUsedAt),
      validUntil: iso(validUntil),
    }))
  return { status: 200, body: { status: 'ok', handler: HANDLER, keys, now: iso(now) } }
}

const REPEAT =
  'This call was made before. Its key was in that reply only: if it is lost, revoke the key and add another.'

function readUse(body: JsonObject): AgentKeyUse {
  const sent = field(body, 'use') ?? 'agent'
  const use = AGENT_KEY_USES.find((one) => one === sent)
  if (use === undefined) throw invalidRequest(`use must be ${AGENT_KEY_USES.join(' or ')}.`)
  return use
}

/** For a repeat: the key that the first call made, without its text. */
function repeatOf({ id, name, use, createdAt, endedAt }: AgentKeyRow): Reply {
  const key = { id, name, use, createdAt: iso(createdAt), endedAt: iso(endedAt) }
  return { status: 200, body: { status: 'exists', handler: HANDLER, agentApiKey: null, key, message: REPEAT } }
}

/**
 * Adds an agent key, or one for enrolment where devices have keys of their own, and ends none. A second call with the request id of an earlier one adds nothing: it answers `exists`, and
 * `agentApiKey: null`, because no text of a key is kept.
 */
export async function createAgentKey(core: Core, { org, body, now }: Call): Promise<Reply> {
  const name = readAgentKeyName(field(body, 'name'))
  if (name === null) throw invalidRequest(`${AGENT_KEY_NAME_RULE}.`)
  const requestId = readRequestId(body)
  const use = readUse(body)
  const text = makeKey(use)
  return core.committer.run((tx): Reply => {
    const known = requestId === null ? undefined : tx.store.findAgentKeyOfRequest(org.id, requestId)
    if (known && (known.name !== name || known.use !== use))
      throw new StateError({ code: 'request-id-used', requestId: requestId as string })
    if (known) return repeatOf(known)
    if (use === 'enrolment' && org.keyPolicy === 'shared') throw new StateError({ code: 'device-keys-off' })
    const { id, createdAt } = addAgentKey(core, tx, org.id, { text, name, use, requestId }, now)
    const key = { id, name, use, createdAt: iso(createdAt), lastUsedAt: null, validUntil: null }
    return {
      status: 200,
      body: { status: 'ok', handler: HANDLER, agentApiKey: text, key, revision: org.nextRevision() },
    }
  })
}

/** Ends one agent key: no call that begins after the reply gets in with it. A repeat changes nothing. */
export async function revokeAgentKey(core: Core, { org, body, now }: Call): Promise<Reply> {
  const id = field(body, 'id')
  if (typeof id !== 'string' || id === '') throw invalidRequest('id must be the id of an agent key.')
  const changed = await core.committer.run((tx) => {
    const key = liveAgentKeys(core, org.id, now).find(({ agentKey }) => agentKey.id === id)
    if (!key && !tx.store.findAgentKey(org.id, id)) throw new StateError({ code: 'agent-key-not-found', id })
    if (!key) return { changed: false, revision: org.revision }
    endKey(core, tx, key, now, now)
    return { changed: true, revision: org.nextRevision() }
  })
  return { status: 200, body: { status: 'ok', handler: `${HANDLER}/revoke`, id, ...changed } }
}
