/**
 * The stop request of `/stop` over one org, and its reason. It uses the same use case as every other stop. The answer redirects
 * to an address of its own, so that a reload never sends the request again.
 */
import { z } from 'zod'
import { AddReason } from '@/lib/domain/command'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { invoke } from '@/lib/services/service'
import { addStopReason } from '@/lib/services/stops/add-stop-reason'
import { getStop } from '@/lib/services/stops/get-stop'
import { stopOrg } from '@/lib/services/stops/stop-org'
import type { KnownStop } from '@/lib/views/view-stop'
import { checkOrigin } from '../request/origin-check'
import { readForm } from '../request/read-form'
import { confirmOne, type OrgParams, reasonForm, showResult } from './get-org-stop'
import { checkStopForm, NOT_SENT, type StopForm, stopFormOf } from './stop-form'
import { contextOf, ownOrg, redirectTo, type Visit, visit } from './with-stop-session'

export async function postOrgStop(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  return visit(request, `/stop/${encodeURIComponent(slug)}`, async (current) => {
    checkOrigin(request.headers, current.console.config)
    const org = ownOrg(current, slug)
    const form = stopFormOf(await readForm(request))
    const verdict = form ? judge(current, org, form) : 'foreign'
    if (!form || verdict !== 'valid')
      return confirmOne(current, org, NOT_SENT[verdict === 'stale' ? 'stale' : 'foreign'])
    const known = await press(current, org, form)
    return showResult(current, org, known, `/stop/${slug}?op=${form.operationId}`)
  })
}

/** The reason, after the stop. An aged session signs in first and finds what was typed again. */
export async function postStopReason(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  const form = await readForm(request)
  const operation = z.uuid().safeParse(form?.get('operation')).data ?? ''
  // A sign-in returns the reason in an address: if it is too long, it is cut to twice the limit, so that its fault still shows.
  const reason = (form?.get('reason') ?? '').slice(0, 2 * REASON_CHARS_MAX)
  const result = `/stop/${encodeURIComponent(slug)}?op=${encodeURIComponent(operation)}`
  return visit(request, `${result}&reason=${encodeURIComponent(reason)}`, async (current) => {
    checkOrigin(request.headers, current.console.config)
    const fault = reasonFault(reason)
    if (fault) return reasonForm(current, await invoke(getStop, contextOf(current, slug), { operation }), reason, fault)
    await invoke(addStopReason, contextOf(current, slug), { operation, reason })
    return redirectTo(result)
  })
}

/** What keeps a reason from being saved, as a sentence; undefined for one that can be. */
function reasonFault(reason: string): string | undefined {
  if (AddReason.safeParse({ reason }).success) return undefined
  const what = reason.trim() === '' ? 'There was no word in it' : `It is longer than ${REASON_CHARS_MAX} characters`
  return `The reason was not saved. ${what}. The stop itself is not touched; write the reason and save again.`
}

/** Whether a form was made for this person and this org, and not too long ago. */
export const judge = ({ console, actor }: Visit, org: OrgRuntime, form: StopForm) =>
  checkStopForm(console.config.authSecret, { userId: actor.userId, orgId: org.row.id }, form, console.deps.clock.now())

/** The stop of one org. @throws AppError of a person who may not stop it. */
export async function press(current: Visit, org: OrgRuntime, form: StopForm): Promise<KnownStop> {
  const { deps, metrics } = current.console
  const slug = org.row.slug
  const known = await invoke(stopOrg, contextOf(current, slug), { id: form.operationId })
  metrics.stops.inc({ org: slug, status: known.operation.stop?.status ?? 'unknown' })
  deps.live.changed(org)
  return known
}
