/** The reason of a stop, given afterwards; also of one that the store does not have yet. */
import { z } from 'zod'
import { eventRow, originOf } from '@/lib/audit/audit-log'
import { LATE, within } from '@/lib/concurrency/with-timeout'
import { AddReason } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { recordPress } from '@/lib/stops/persist-stop-request'
import { viewPress } from '@/lib/views/view-stop'
import { addReason } from '../operations/operation-services'
import { service } from '../service'

const WRITE_WAIT_MS = 3_000

export const addStopReason = service({
  permission: 'stop',
  input: z.strictObject({ operation: z.uuid('that is not an operation id'), ...AddReason.shape }),
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const press = deps.stopRequests.find(operation)
    if (press?.row.org_id === org.row.id && press.recorded !== 'store') {
      press.row.reason = reason
      const data = { operationId: operation, reason }
      await recordPress(deps, press, eventRow(originOf(context, org.row.id), 'operation.reason', data, reason))
      return viewPress(deps, org, press.row)
    }
    const written = await within(addReason.run(context, { operation, reason }), WRITE_WAIT_MS).catch((error) => {
      if (error instanceof AppError) throw error
      deps.log.error({ err: error, operationId: operation }, 'a reason was not recorded')
      return LATE
    })
    if (written === LATE)
      throw new AppError(
        'unavailable',
        'The reason could not be recorded: the console cannot write its database now. The stop itself is not touched. Try again later.',
      )
    if (press) press.row.reason = reason
    return written
  },
})
