/** What is known of one stop, for its own page: from the store where that answers in time, else from memory. */
import { z } from 'zod'
import { TIMED_OUT, withTimeout, withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { AppError } from '@/lib/domain/errors'
import type { StopRequest } from '@/lib/stops/stop-requests'
import { resumesOf } from '@/lib/store/incidents'
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { type KnownStop, knownStop } from '@/lib/views/view-stop'
import type { OrgContext } from '../context'
import { service } from '../service'

const READ_WAIT_MS = 500

export const getStop = service({
  permission: 'see',
  openToIdle: true,
  input: z.strictObject({ operation: z.uuid('that is not an operation id') }),
  async run(context, { operation }): Promise<KnownStop> {
    context.org.reader.look()
    const request = requestOf(context, operation)
    // What the store has not got yet is truer in memory.
    if (request && request.recorded !== 'store') return knownStop(context, request.row)
    const row = await readRow(context, operation, request)
    return { ...(await knownStop(context, row)), lifted: await liftedBy(context, row) }
  },
})

async function liftedBy({ deps }: OrgContext, row: OperationRow): Promise<KnownStop['lifted']> {
  if (row.stop_status !== 'lifted') return undefined
  const resumes = await withTimeoutOr(resumesOf(deps.store.reads, row), READ_WAIT_MS, [])
  const last = resumes.findLast((resume) => resume.accepted_at !== null)
  if (!last) return undefined
  return { by: last.actor_name, at: new Date(last.accepted_at ?? 0).toISOString(), reason: last.reason }
}

const requestOf = ({ deps, org }: OrgContext, id: string): StopRequest | undefined => {
  const request = deps.stopRequests.find(id)
  return request?.row.org_id === org.row.id ? request : undefined
}

async function readRow({ deps, org }: OrgContext, id: string, request: StopRequest | undefined): Promise<OperationRow> {
  let cause: unknown
  const row = await withTimeout(findOperation(deps.store.reads, id), READ_WAIT_MS).catch((error) => {
    cause = error
    return TIMED_OUT
  })
  if (row !== TIMED_OUT && row?.org_id === org.row.id) return row
  if (request) return request.row
  if (row !== TIMED_OUT) throw new AppError('not-found', `There is no operation ${id} in ${org.row.name}.`)
  throw new AppError(
    'unavailable',
    'The console cannot read its own database, so it cannot show what became of this stop. See the state of the org under Stop, and press again if it is not stopped.',
    { cause },
  )
}
