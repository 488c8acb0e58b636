/** The reason of a stop, given afterwards; also of one that the store does not have yet. */
import { z } from 'zod'
import { eventRow, originOf } from '@/lib/audit/audit-log'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import { AddReason } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { persistStopRequest } from '@/lib/stops/persist-stop-request'
import { viewStop } from '@/lib/views/view-stop'
import { addReason } from '../operations/operation-services'
import { service } from '../service'

const WRITE_WAIT_MS = 3_000

export const addStopReason = service({
  permission: 'stop',
  input: z.strictObject({ operation: z.uuid('that is not an operation id'), ...AddReason.shape }),
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const request = deps.stopRequests.find(operation)
    if (request?.row.org_id === org.row.id && request.recorded !== 'store') {
      request.row.reason = reason
      const data = { operationId: operation, reason }
      await persistStopRequest(deps, request, eventRow(originOf(context, org.row.id), 'operation.reason', data, reason))
      return viewStop(deps, org, request.row)
    }
    const written = await withTimeout(addReason.run(context, { operation, reason }), WRITE_WAIT_MS).catch((error) => {
      if (error instanceof AppError) throw error
      deps.log.error({ err: error, operationId: operation }, 'a reason was not recorded')
      return TIMED_OUT
    })
    if (written === TIMED_OUT)
      throw new AppError(
        'unavailable',
        'The reason could not be recorded: the console cannot write its database now. The stop itself is not touched. Try again later.',
      )
    if (request) request.row.reason = reason
    return written
  },
})
