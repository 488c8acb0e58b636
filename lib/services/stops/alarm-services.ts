/** Putting an alarm away, and ending a stop without resuming anything. */
import { z } from 'zod'
import { ControlOperation } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { acknowledgeAlarms } from '@/lib/store/alarms'
import { endFence } from '@/lib/store/fences'
import { liveHoldsOf, releaseHolds } from '@/lib/store/holds'
import type { Db } from '@/lib/store/open-store'
import { findOperation, updateOperation } from '@/lib/store/operations'
import { originOf, record } from '../audit-log'
import { requireFriction, startOfEnding } from '../friction'
import { requireOperation } from '../operations/operation-services'
import { viewOperation } from '../operations/view-operation'
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

/** A stop that is not in force is withdrawn: it is sent no more. One in force is closed: it holds, and is watched no longer. */
export const endStop = service({
  permission: 'resume',
  input: ControlOperation,
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const row = await requireOperation(context, operation)
    const open = ['requested', 'queued', 'unknown'].includes(row.stop_status ?? '')
    const requireEnding = async (db: Db) => requireFriction(db, context, await startOfEnding(db, context, row), reason)
    if (!open && row.stop_status !== 'accepted')
      throw new AppError('conflict', 'This stop is over already. Nothing was changed.')
    await requireEnding(deps.store.reads)
    // Nothing of it goes out any more, whatever was on its way.
    if (open) await deps.running.halt(row.id)
    const now = deps.clock.now()
    await deps.store.db.transaction().execute(async (tx) => {
      await requireEnding(tx)
      const status = open ? 'withdrawn' : 'closed'
      await updateOperation(tx, row.id, {
        stop_status: status,
        ...(open ? { state: 'finished', finished_at: now } : {}),
      })
      if (open) {
        const holds = await liveHoldsOf(tx, row.id)
        await releaseHolds(
          tx,
          holds.map((hold) => hold.id),
          row.id,
          now,
        )
      }
      if (await endFence(tx, row.id, now))
        await record(tx, originOf(context, org.row.id), 'fence.ended', { operationId: row.id }, reason)
      const kind = open ? 'stop.withdrawn' : 'stop.closed'
      await record(tx, originOf(context, org.row.id), kind, { operationId: row.id }, reason)
    })
    org.stops.end(row.id)
    return viewOperation(deps, org, (await findOperation(deps.store.reads, row.id)) ?? row)
  },
})
