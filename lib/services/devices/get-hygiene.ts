/** How many devices are in each view of the fleet's hygiene. */
import { z } from 'zod'
import { hygieneViews, SILENT_DAYS, SILENT_DAYS_DEFAULT, type SilentDays } from '@/lib/domain/selector/hygiene-views'
import type { Hygiene } from '@/lib/domain/wire/devices'
import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import type { OrgContext } from '../context'
import { service } from '../service'

export const getHygiene = service({
  permission: 'see',
  input: z.strictObject({
    silentDays: z.coerce
      .number()
      .refine(
        (days): days is SilentDays => SILENT_DAYS.some((known) => known === days),
        `silentDays: one of ${SILENT_DAYS.join(', ')}`,
      )
      .default(SILENT_DAYS_DEFAULT),
  }),
  async run(context, { silentDays }): Promise<Hygiene> {
    const { reading } = context.org
    const views: Hygiene['views'] = []
    for (const view of hygieneViews(silentDays)) {
      const count = reading.readAt === null ? null : await countMatches(context, view.selector)
      views.push({ ...view, count })
    }
    return { silentDays, views }
  },
})

async function countMatches({ deps, org }: Pick<OrgContext, 'deps' | 'org'>, selector: string): Promise<number> {
  const now = deps.clock.now()
  const terms = readSelector(org, selector)
  const env = await fleetEnv(deps.store.reads, org, terms, now)
  return (await org.searches.find(org.fleet, selector, { terms, env, sort: { by: 'id', direction: 'asc' } })).total
}
