/** Settings of an org, for its admins. */
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { OrgSettings } from '@/lib/domain/wire/org-settings'
import { listFences } from '@/lib/store/fences'
import { countOpenOperations } from '@/lib/store/operations'
import { findOrgBySlug, findOrgKey } from '@/lib/store/orgs'
import { byPerson } from '../access/by'
import type { OrgContext } from '../context'
import { requireRecentSignIn, service } from '../service'
import { changeOrg } from './change-org'
import { removeOrg } from './remove-org'

const Text = z.string().max(10_000).optional()

export const getOrgSettings = service({
  permission: 'administer',
  input: z.strictObject({}),
  run: viewSettings,
})

/** What is absent is left as it is. */
export const changeOrgSettings = service({
  permission: 'administer',
  input: z.strictObject({ name: Text, idPattern: Text, runbook: Text, contact: Text }),
  async run(context, change): Promise<OrgSettings> {
    requireRecentSignIn(context)
    const { deps, org, actor } = context
    await byPerson(context, (by) => changeOrg(deps.store.db, org.row.slug, change, by, actor.userId))
    await deps.orgs.refresh()
    return viewSettings(context)
  },
})

/** `typed`: the address of the org, by hand. What it stopped at its authority stays stopped; the record stays. */
export const removeThisOrg = service({
  permission: 'administer',
  input: z.strictObject({ typed: z.string().max(200), reason: z.string().trim().min(1).max(REASON_CHARS_MAX) }),
  async run(context, { typed, reason }): Promise<{ removed: string }> {
    requireRecentSignIn(context)
    const { deps, org, actor } = context
    const { slug } = org.row
    if (typed.trim() !== slug)
      throw new AppError(
        'conflict',
        `Type ${slug} to remove it. “${typed.trim().slice(0, 60)}” is another name. Nothing was changed.`,
      )
    await byPerson(context, (by) => removeOrg(deps.store.db, slug, by, { userId: actor.userId, reason }))
    await deps.orgs.refresh()
    return { removed: slug }
  },
})

async function viewSettings({ deps, org }: OrgContext): Promise<OrgSettings> {
  const { reads } = deps.store
  const row = (await findOrgBySlug(reads, org.row.slug)) ?? org.row
  const key = await findOrgKey(reads, row.id)
  return {
    slug: row.slug,
    name: row.name,
    idPattern: row.id_pattern,
    runbook: row.runbook,
    contact: row.contact,
    authority: org.authority,
    createdAt: new Date(row.created_at).toISOString(),
    keyAt: key ? new Date(key.updated_at).toISOString() : null,
    openOperations: await countOpenOperations(reads, row.id),
    fences: (await listFences(reads, row.id)).filter(({ ended_at }) => ended_at === null).length,
  }
}
