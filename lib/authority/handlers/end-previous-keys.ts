import { isSameAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import type { Core } from '../core/core'
import { endKey, liveAgentKeys } from '../core/key-changes'
import type { Call, Reply } from '../http/call'
import { field } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import type { AccessKey } from '../keys/key-ring'
import { StateError } from '../state/state-error'

/** Agent keys that run out under the name of this one. */
function replacedBy(core: Core, orgId: number, id: string, now: number): AccessKey[] {
  const live = liveAgentKeys(core, orgId, now)
  const current = live.find(({ agentKey, validUntil }) => agentKey.id === id && validUntil === null)
  if (current === undefined) throw new StateError({ code: 'agent-key-not-found', id })
  return live.filter(
    ({ agentKey, validUntil }) => validUntil !== null && isSameAgentKeyName(agentKey.name, current.agentKey.name),
  )
}

/**
 * Ends the overlap of a rotation now. An org key is taken only where nothing has replaced it: that it was used here proves that the
 * rotation's reply has arrived, and nothing is left locked out. A repeat changes nothing.
 */
export async function endPreviousKeys(core: Core, { org, key, body, now }: Call): Promise<Reply> {
  const kind = field(body, 'kind')
  const id = field(body, 'agentKeyId')
  if (kind !== 'org' && kind !== 'agent') throw invalidRequest('kind must be "org" or "agent".')
  if (kind === 'agent' ? typeof id !== 'string' || id === '' : id !== undefined)
    throw invalidRequest('For kind "agent" give agentKeyId, the key whose predecessors end; for kind "org" none.')
  const done = await core.committer.run((tx) => {
    if (key.validUntil !== null) throw new StateError({ code: 'key-replaced' })
    const previous =
      kind === 'agent'
        ? replacedBy(core, org.id, id as string, now)
        : core.keys.of(org.id, 'org').filter((one) => one.validUntil !== null && core.keys.isLive(one, now))
    for (const one of previous) endKey(core, tx, one, now, now)
    const revision = previous.length === 0 ? org.revision : org.nextRevision()
    return { ended: previous.length, changed: previous.length > 0, revision }
  })
  return { status: 200, body: { status: 'ok', handler: 'org/rotate_key/end_previous', kind, ...done } }
}
