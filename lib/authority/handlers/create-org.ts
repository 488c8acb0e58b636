import { addOrg, ORGS_MAX } from '../core/add-org'
import type { Core } from '../core/core'
import type { Reply } from '../http/call'
import { Refusal } from '../http/refusal'
import { makeKey } from '../keys/key-hash'
import { StateError } from '../state/state-error'

const FREE_DEVICE_LIMIT = 3

/** Hands out a new org with the free cap; off unless sign-up was opened. */
export async function createOrg(core: Core): Promise<Reply> {
  if (!core.openSignup) {
    throw new Refusal(
      403,
      'signup_closed',
      'This authority hands out no keys. Its owner can set AUTHORITY_OPEN_SIGNUP=1.',
    )
  }
  const keys = { orgKey: makeKey('org'), agentKey: makeKey('agent') }
  await core.committer.run((tx) => {
    if (core.orgs.size >= ORGS_MAX) throw new StateError({ code: 'org-limit-reached', limit: ORGS_MAX, by: 'sign-up' })
    addOrg(core, tx, { ...keys, name: null, deviceLimit: FREE_DEVICE_LIMIT, madeWith: null }, core.now())
  })
  return {
    status: 200,
    body: { status: 'ok', handler: 'org_create', orgApiKey: keys.orgKey, agentApiKey: keys.agentKey },
  }
}
