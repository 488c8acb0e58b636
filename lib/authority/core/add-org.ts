/** One more org, with its first org key and its first agent key. */
import { randomBytes } from 'node:crypto'
import { FIRST_AGENT_KEY_NAME } from '@/lib/domain/keys/agent-key-name'
import type { Tx } from '../disk/group-committer'
import { Org, REVISION_LEAP } from '../state/org'
import type { Core } from './core'
import { addAgentKey, addOrgKey } from './key-changes'

export const ORGS_MAX = 10_000

/** The public name of an org: no secret, and not to be guessed from another's. */
export const makeOrgTag = () => randomBytes(6).toString('hex')

/** `madeWith`: the hash of `orgKey` where a repeat of the call is to be recognized by it. */
type NewOrg = { name: string | null; deviceLimit: number; orgKey: string; agentKey: string; madeWith: string | null }

/** Adds an org; the caller has checked that there is room for it and that neither key is in use. */
export function addOrg(core: Core, tx: Tx, wanted: NewOrg, createdAt: number): Org {
  const { name, deviceLimit, orgKey, agentKey, madeWith } = wanted
  const row = { id: Math.max(...core.orgs.keys()) + 1, tag: makeOrgTag(), deviceLimit, createdAt, name }
  const rest = {
    planState: 'active',
    disabled: false,
    changedAt: null,
    reason: null,
    reservedRevision: 0,
    keyPolicy: 'shared' as const,
  }
  const org = new Org({ ...row, ...rest }, core.reserve)
  tx.store.insertOrg({ ...row, madeWith })
  tx.store.setReservedRevision(org.id, REVISION_LEAP)
  org.reservedRevision = REVISION_LEAP
  tx.undo(() => core.orgs.delete(org.id))
  core.orgs.set(org.id, org)
  addOrgKey(core, tx, org.id, orgKey, createdAt)
  addAgentKey(core, tx, org.id, { text: agentKey, name: FIRST_AGENT_KEY_NAME, requestId: null }, createdAt)
  return org
}
