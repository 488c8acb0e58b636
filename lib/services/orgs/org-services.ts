/** Use cases around an org as a whole: which there are, its state, a new key. */
import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import type { Actor } from '@/lib/domain/actor'
import { can, RECENT_SIGN_IN_MS } from '@/lib/domain/policy'
import { Secret } from '@/lib/domain/secret'
import type { Me, OrgList } from '@/lib/domain/wire/org-list'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { putOrgKey } from '@/lib/store/orgs'
import { viewOrgState } from '@/lib/views/view-org'
import { requireRecentSignIn, service } from '../service'
import { OrgKeyInput } from './org-key-input'
import { requireNewKey } from './require-new-key'

export const viewMe = (actor: Actor): Me => ({
  id: actor.userId,
  name: actor.name,
  email: actor.email,
  recentUntil: new Date(actor.authenticatedAt + RECENT_SIGN_IN_MS).toISOString(),
  deploymentAdmin: actor.deploymentAdmin,
})

export const listOrgs = service({
  permission: 'signed-in',
  input: z.strictObject({}),
  async run({ deps, actor, proxyFault }): Promise<OrgList> {
    const orgs = deps.orgs.all().flatMap(({ row }) => {
      const role = actor.roles.get(row.id)
      return role ? [{ slug: row.slug, name: row.name, role }] : []
    })
    const isAdmin = orgs.some(({ role }) => can(role, 'administer'))
    return {
      me: viewMe(actor),
      orgs: orgs.sort((a, b) => (a.slug < b.slug ? -1 : 1)),
      version: deps.version,
      ...(isAdmin && proxyFault ? { proxyFault } : {}),
    }
  },
})

export const getOrgState = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<OrgState> {
    context.org.reader.look()
    return viewOrgState(context)
  },
})

/** Takes a new org key, after the authority has answered with it: a key that it rejects replaces nothing. */
export const replaceOrgKey = service({
  permission: 'administer',
  input: z.strictObject({ orgKey: OrgKeyInput }),
  async run(context, input): Promise<{ ok: true }> {
    requireRecentSignIn(context)
    const { deps, org } = context
    const key = new Secret(input.orgKey)
    await requireNewKey(deps, context.actor, { key, butFor: org.row.id })
    await deps.orgs.tryKey(org.row, key)
    await deps.store.db.transaction().execute(async (tx) => {
      await putOrgKey(tx, org.row.id, deps.vault.seal(org.row.id, key), deps.clock.now())
      await record(tx, originOf(context, org.row.id), 'org.key-replaced', { authority: org.authority.name })
    })
    await deps.orgs.replaceKey(org, key)
    return { ok: true }
  },
})
