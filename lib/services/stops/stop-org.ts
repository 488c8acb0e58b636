/**
 * The short path that stops a whole org. It shares no queue with anything, waits for no reading and asks nothing of the
 * store that it could not do without: a store that cannot be written turns the record into a line of the stop sink, never
 * into a refusal.
 */
import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { findOperation, insertOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import { eventRow, originOf, record } from '../audit-log'
import type { Deps, OrgContext } from '../context'
import { newOperation } from '../operations/new-operation'
import { operationView, viewOperation } from '../operations/view-operation'
import type { OrgRuntime } from '../orgs/org-runtime'
import { attemptOrgStop } from './attempt-org-stop'
import { keepTrying } from './keep-trying'
import { revokeAllInstead } from './revoke-all-instead'

const NO_ITEMS = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }

export type OrgStopInput = { id: string; reason?: string; undoes?: string; bodyDigest: string }

/** Sends the stop at once and answers with what is known of it; an open stop goes on being sent in the background. */
export async function pressOrgStop(context: OrgContext, input: OrgStopInput): Promise<Operation> {
  const { deps, org } = context
  const row = newOperation(context, { ...input, kind: 'disable' }, input.bodyDigest, {
    total: 0,
    selector: null,
    selectionId: null,
  })
  row.state = 'running'
  const recorded = await writePress(context, row)
  if (typeof recorded === 'object') return viewOperation(deps, org, recorded)
  const broken = deps.resumes.breakOff(org.row.id, null)
  const attempt = await attemptOrgStop(deps, org, row)
  if (broken.count) void resendAfter(deps, org, row, broken.ended)
  if (attempt === 'unsupported') {
    if (!recorded) throw cannotRemember()
    await revokeAllInstead(deps, org, row)
  }
  if (attempt === 'open' || attempt === 'unsent') keepTrying(deps, org, row)
  void org.reader.readNow().catch(() => undefined)
  const fromMemory = () => operationView(org, row, { ...NO_ITEMS }, null)
  return recorded ? viewOperation(deps, org, row).catch(fromMemory) : fromMemory()
}

const cannotRemember = () =>
  new AppError(
    'unavailable',
    'This authority has no org stop, and the console cannot write down which devices it would revoke instead. Revoke them one by one.',
  )

/** False when the store could not take it; the sink has it then. A row: the same press was there a moment before. */
async function writePress(context: OrgContext, row: OperationRow): Promise<boolean | OperationRow> {
  const { deps, org } = context
  const origin = originOf(context, org.row.id)
  const data = { operationId: row.id, operation: row.kind, count: 0, selector: null }
  try {
    await deps.store.db.transaction().execute(async (tx) => {
      await insertOperation(tx, row)
      await record(tx, origin, 'operation.requested', data, row.reason)
    })
    return true
  } catch (error) {
    const winner = await findOperation(deps.store.db, row.id).catch(() => undefined)
    if (winner) return winner
    deps.log.error(
      { err: error, operationId: row.id },
      'a stop could not be recorded in the store; it is sent all the same',
    )
    deps.stopSink.write(eventRow(origin, 'operation.requested', data, row.reason))
    return false
  }
}

/** A resume that was in flight may have enabled the org after the stop: it is stopped again. */
async function resendAfter(deps: Deps, org: OrgRuntime, row: OperationRow, ended: Promise<void>): Promise<void> {
  await ended
  // The store knows what became of it meanwhile: lifted by a newer resume, or withdrawn.
  const current = await findOperation(deps.store.db, row.id).catch(() => row)
  if (current && !['requested', 'accepted', 'unknown', 'queued'].includes(current.stop_status ?? '')) return
  const attempt = await attemptOrgStop(deps, org, row)
  if (attempt === 'open' || attempt === 'unsent') keepTrying(deps, org, row)
}
