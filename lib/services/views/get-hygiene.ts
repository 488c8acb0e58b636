/** How many devices are in each view of the fleet's hygiene. */
import { z } from 'zod'
import { hygieneViews, SILENT_DAYS, SILENT_DAYS_DEFAULT, type SilentDays } from '@/lib/domain/selector/hygiene-views'
import type { Hygiene } from '@/lib/domain/wire/devices'
import { service } from '../service'
import { countMatches } from './count-matches'

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
