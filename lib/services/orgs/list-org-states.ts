import { z } from 'zod'
import type { AllOrgs } from '@/lib/domain/wire/all-orgs'
import { HOUR, listSamplesOfAll } from '@/lib/store/usage/samples'
import { viewOrgState } from '@/lib/views/view-org'
import { service } from '../service'

const DAY_MS = 86_400_000

/**
 * All orgs of a person, each as its own pages show it. From memory and the store: it asks no authority, and does not have the fleets
 * read more often either, since a person with fifty orgs looks at one page and not at fifty.
 */
export const listOrgStates = service({
  permission: 'signed-in',
  input: z.strictObject({}),
  async run({ deps, actor }): Promise<AllOrgs> {
    const now = deps.clock.now()
    const mine = deps.orgs.all().flatMap((org) => {
      const role = actor.roles.get(org.row.id)
      return role ? [{ org, role }] : []
    })
    const ids = mine.map(({ org }) => org.row.id)
    const samples = ids.length === 0 ? [] : await listSamplesOfAll(deps.store.reads, ids, HOUR, now - DAY_MS)
    const orgs = await Promise.all(
      mine.map(async ({ org, role }) => ({
        state: await viewOrgState({ deps, org, role }),
        trend: samples
          .filter(({ org_id }) => org_id === org.row.id)
          .map(({ at, allowed }) => ({ at: new Date(at).toISOString(), allowed })),
      })),
    )
    return { orgs, at: new Date(now).toISOString() }
  },
})
