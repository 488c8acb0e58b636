/**
 * The second tap that stops a part of an org: a revoke of exactly the devices that the confirm showed, as an ordinary operation.
 * What matches since then is not included.
 */
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import { AppError } from '@/lib/domain/errors'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { startOperation } from '@/lib/services/operations/start-operation'
import { invoke } from '@/lib/services/service'
import { getStop } from '@/lib/services/stops/get-stop'
import type { KnownStop } from '@/lib/views/view-stop'
import { checkOrigin } from '../request/origin-check'
import { readForm } from '../request/read-form'
import { confirmPart, partAddress } from './choose-part'
import { type OrgParams, showResult } from './get-org-stop'
import { checkStopForm, NOT_SENT, type SelectionRef, type StopForm, selectionFormOf } from './stop-form'
import { contextOf, ownOrg, type Visit, visit } from './with-stop-session'

/** How long the answer waits for the outcomes, in ms; the stop itself waits for nothing. */
const OUTCOME_WAIT_MS = 700

export async function postStopSelection(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  const fields = await readForm(request)
  // Not sealed: it only says what a fresh confirm is of.
  const selector = fields?.get('q') ?? ''
  return visit(request, partAddress(slug, selector), async (current) => {
    checkOrigin(request.headers, current.console.config)
    const org = ownOrg(current, slug)
    const read = selectionFormOf(fields)
    const verdict = read ? judge(current, org, read.form, read.selection) : 'foreign'
    if (!read || verdict !== 'valid')
      return confirmPart(current, org, selector, NOT_SENT[verdict === 'stale' ? 'stale' : 'foreign'])
    const known = await revoke(current, org, read.form.operationId, read.selection)
    if (!known) return confirmPart(current, org, selector, NOT_SENT.stale)
    return showResult(current, org, known, `/stop/${slug}?op=${read.form.operationId}`)
  })
}

const judge = ({ console, actor }: Visit, org: OrgRuntime, form: StopForm, selection: SelectionRef) =>
  checkStopForm(
    console.config.authSecret,
    { userId: actor.userId, orgId: org.row.id, selection },
    form,
    console.deps.clock.now(),
  )

/** Null: the selection is not kept any more; nothing was sent. */
async function revoke(current: Visit, org: OrgRuntime, id: string, target: SelectionRef): Promise<KnownStop | null> {
  const { deps, metrics } = current.console
  const context = contextOf(current, org.row.slug)
  try {
    await invoke(startOperation, context, { id, kind: 'revoke', target })
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return null
    throw error
  }
  const outcome = await withTimeout(deps.running.ended(id), OUTCOME_WAIT_MS)
  if (outcome === TIMED_OUT) org.reader.look()
  const known = await invoke(getStop, context, { operation: id })
  metrics.stops.inc({ org: org.row.slug, status: known.operation.stop?.status ?? 'unknown' })
  deps.live.changed(org)
  return known
}
