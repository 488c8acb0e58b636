import type { Core } from '../core/core'
import type { Tx } from '../disk/group-committer'
import type { Call, Reply } from '../http/call'
import { field } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import { hashKey, makeKey } from '../keys/key-hash'
import type { AccessKey } from '../keys/key-ring'

const OVERLAP_SECONDS_MAX = 86_400

/** Ends a key now, for good, or lets it run out; one that ends earlier already keeps its time. */
function supersede(core: Core, tx: Tx, key: AccessKey, validUntil: number, now: number): void {
  const before = { validUntil: key.validUntil, dead: key.dead }
  tx.undo(() => {
    Object.assign(key, before)
    core.keys.add(key)
  })
  if (validUntil <= now) {
    key.dead = true
    core.keys.remove(key)
    tx.store.deleteKey(key.hash)
    return
  }
  key.validUntil = Math.min(key.validUntil ?? validUntil, validUntil)
  tx.store.setKeyValidUntil(key.hash, key.validUntil)
}

/** Makes a new key of a kind. All others of that kind end with the overlap, by default at once. */
export async function rotateKey(core: Core, { org, body, now }: Call): Promise<Reply> {
  const overlapSeconds = field(body, 'overlapSeconds') ?? 0
  if (!Number.isInteger(overlapSeconds) || Number(overlapSeconds) < 0 || Number(overlapSeconds) > OVERLAP_SECONDS_MAX) {
    throw invalidRequest(`overlapSeconds must be a whole number from 0 to ${OVERLAP_SECONDS_MAX}.`)
  }
  const kind = field(body, 'kind') ?? 'org'
  if (kind !== 'org' && kind !== 'agent') throw invalidRequest('kind must be "org" or "agent".')
  const validUntil = now + Number(overlapSeconds) * 1000
  const made = makeKey(kind)
  const revision = await core.committer.run((tx) => {
    for (const key of core.keys.of(org.id, kind)) supersede(core, tx, key, validUntil, now)
    const key: AccessKey = { hash: hashKey(made), orgId: org.id, kind, validUntil: null, dead: false }
    tx.undo(() => core.keys.remove(key))
    core.keys.add(key)
    tx.store.insertKey({ ...key, createdAt: now })
    return org.nextRevision()
  })
  const previousKeyValidUntil = new Date(validUntil).toISOString()
  const keys = kind === 'agent' ? { orgApiKey: made, agentApiKey: made } : { orgApiKey: made }
  return {
    status: 200,
    body: { status: 'ok', handler: 'org/rotate_key', kind, ...keys, previousKeyValidUntil, revision },
  }
}
