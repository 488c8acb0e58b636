import { randomBytes } from 'node:crypto'
import { FIRST_AGENT_KEY_NAME } from '@/lib/domain/agent-key-name'
import type { Core } from '../core/core'
import { addAgentKey, addOrgKey } from '../core/key-changes'
import type { Tx } from '../disk/group-committer'
import type { Reply } from '../http/call'
import { Refusal } from '../http/refusal'
import { makeKey } from '../keys/key-hash'
import { Org, REVISION_LEAP } from '../state/org'
import { StateError } from '../state/state-error'

const FREE_DEVICE_LIMIT = 3
const ORGS_MAX = 10_000

export const makeOrgTag = () => randomBytes(6).toString('hex')

function addOrg(core: Core, tx: Tx, keys: { org: string; agent: string }): void {
  if (core.orgs.size >= ORGS_MAX) throw new StateError({ code: 'org-limit-reached', limit: ORGS_MAX })
  const id = Math.max(...core.orgs.keys()) + 1
  const row = { id, tag: makeOrgTag(), deviceLimit: FREE_DEVICE_LIMIT, planState: 'active', disabled: false }
  const org = new Org({ ...row, changedAt: null, reason: null, reservedRevision: 0 }, core.reserve)
  const createdAt = core.now()
  tx.store.insertOrg({ ...row, createdAt })
  tx.store.setReservedRevision(id, REVISION_LEAP)
  org.reservedRevision = REVISION_LEAP
  tx.undo(() => core.orgs.delete(id))
  core.orgs.set(id, org)
  addOrgKey(core, tx, id, keys.org, createdAt)
  addAgentKey(core, tx, id, { text: keys.agent, name: FIRST_AGENT_KEY_NAME, requestId: null }, createdAt)
}

/** Hands out a new org with the free cap; off unless sign-up was opened. */
export async function createOrg(core: Core): Promise<Reply> {
  if (!core.openSignup) {
    throw new Refusal(
      403,
      'signup_closed',
      'This authority hands out no keys. Its owner can set AUTHORITY_OPEN_SIGNUP=1.',
    )
  }
  const keys = { org: makeKey('org'), agent: makeKey('agent') }
  await core.committer.run((tx) => addOrg(core, tx, keys))
  return { status: 200, body: { status: 'ok', handler: 'org_create', orgApiKey: keys.org, agentApiKey: keys.agent } }
}
