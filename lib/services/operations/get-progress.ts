/** How far one operation is: from the outcomes and times in the store, never from what one screen happened to see. */
import { z } from 'zod'
import { type OperationProgress, paceOf, paceSince } from '@/lib/domain/progress'
import { lastBegunAgain, progressSums } from '@/lib/store/operation-progress'
import { viewStep } from '@/lib/views/view-step'
import { requireOperation } from '../require-operation'
import { service } from '../service'

/** As in `retry-failed-items.ts`: a person lifts the hold or the stop first. */
const STAYS = ['held', 'newer-stop', 'cancelled']

export const getOperationProgress = service({
  permission: 'see',
  input: z.strictObject({ operation: z.uuid('that is not an operation id') }),
  async run(context, { operation }): Promise<OperationProgress> {
    const { clock, store } = context.deps
    const row = await requireOperation(context, operation)
    const now = clock.now()
    const startedAt = Math.max(row.requested_at, (await lastBegunAgain(store.reads, row.id)) ?? 0)
    const since = paceSince(startedAt, now)
    const { recent, ...sums } = await progressSums(store.reads, row.id, { since, stays: STAYS })
    // A staged restore goes as fast as its devices validate again: its speed does not show when it will end.
    const isPaced = row.state === 'running' && row.staged !== 1
    const pace = isPaced ? paceOf({ ...sums, recent, startedAt, now }) : { perSecond: null, leftMs: null }
    return { ...sums, ...pace, step: await viewStep(context, row), at: new Date(now).toISOString() }
  },
})
