import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import { acknowledgeAlarms } from '@/lib/store/alarms'
import { service } from '../service'

/** `until`: the newest alarm that the person saw; one raised meanwhile stays. */
export const acknowledge = service({
  permission: 'stop',
  input: z.strictObject({ until: z.iso.datetime().transform((text) => Date.parse(text)) }),
  async run(context, { until }): Promise<{ acknowledged: number }> {
    const { deps, org, actor } = context
    const acknowledged = await deps.store.db.transaction().execute(async (tx) => {
      const alarms = await acknowledgeAlarms(tx, org.row.id, until, actor.userId, deps.clock.now())
      if (alarms > 0) await record(tx, originOf(context, org.row.id), 'alarms.acknowledged', { alarms })
      return alarms
    })
    return { acknowledged }
  },
})
