/**
 * `/stop` and `/stop/{org}`: plain HTML, no script. Reading renders from memory; pressing goes through the same use case as
 * every other stop. A reload never presses again: the answer to a press moves on to an address of its own.
 */
import { randomUUID } from 'node:crypto'
import { createElement } from 'react'
import { MessagePage } from '@/components/plain/message-page'
import { StopConfirmPage, StopPage } from '@/components/plain/stop-page'
import { StopResultPage } from '@/components/plain/stop-result-page'
import { AppError, toProblem } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import type { Actor, Context } from '@/lib/services/context'
import { getOperation } from '@/lib/services/operations/operation-services'
import { startOperation } from '@/lib/services/operations/start-operation'
import type { OrgRuntime } from '@/lib/services/orgs/org-runtime'
import { viewDevice } from '@/lib/services/orgs/view-org'
import { invoke } from '@/lib/services/service'
import { addressOf } from '../address'
import { type Console, getConsole } from '../composition'
import { htmlResponse, nonceOf } from '../html'
import { checkOrigin } from '../origin-check'
import { readActor } from '../session'
import { readStopForm } from './read-stop-form'
import { stopCard, stopCards } from './stop-cards'
import { checkStopForm } from './stop-form'

type OrgParams = { params: Promise<{ org: string }> }
type Visit = { console: Console; actor: Actor; request: Request; requestId: string }

const REFRESH_SECONDS = 2
const WAITING_SHOWN = 5

export const stopOverview = (request: Request): Promise<Response> =>
  visit(request, '/stop', async (current) => {
    const cards = await stopCards(current.console, current.actor, request.headers)
    return htmlResponse(createElement(StopPage, { cards, nonce: nonceOf(request) }))
  })

/** The confirm of one org, or with `?op=` what is known of a stop. */
export async function stopOneShow(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  const operationId = new URL(request.url).searchParams.get('op')
  const path = `/stop/${encodeURIComponent(slug)}${operationId ? `?op=${encodeURIComponent(operationId)}` : ''}`
  return visit(request, path, async (current) => {
    const org = ownOrg(current, slug)
    if (!operationId) return confirmAgain(current, org)
    const { operation } = await invoke(getOperation, contextOf(current, slug), { operation: operationId })
    return showResult(current, org, operation, `${REFRESH_SECONDS}`)
  })
}

export async function stopOnePress(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  return visit(request, `/stop/${encodeURIComponent(slug)}`, async (current) => {
    const { console } = current
    checkOrigin(request.headers, console.config)
    const org = ownOrg(current, slug)
    const form = await readStopForm(request)
    const bound = { userId: current.actor.userId, orgId: org.row.id }
    const verdict = form ? checkStopForm(console.config.authSecret, bound, form, console.deps.clock.now()) : 'foreign'
    if (!form || verdict !== 'valid') {
      const why =
        verdict === 'stale' ? 'That page was open for too long.' : 'That form was not made for you and this org.'
      return confirmAgain(current, org, `${why} Nothing was sent. Press again here.`)
    }
    const operation = await invoke(startOperation, contextOf(current, slug), { id: form.operationId, kind: 'disable' })
    console.metrics.stops.inc({ org: slug, status: operation.stop?.status ?? 'unknown' })
    return showResult(current, org, operation, `${REFRESH_SECONDS};url=/stop/${slug}?op=${operation.id}`)
  })
}

/** Signs in first where needed; turns every fault into a page with a sentence and a way on. */
async function visit(request: Request, path: string, run: (visit: Visit) => Promise<Response>): Promise<Response> {
  const requestId = randomUUID()
  try {
    const console = await getConsole()
    const actor = await readActor(console, request.headers)
    if (!actor) {
      return new Response(null, { status: 303, headers: { location: `/sign-in?to=${encodeURIComponent(path)}` } })
    }
    return await run({ console, actor, request, requestId })
  } catch (error) {
    const { title, detail, status } = toProblem(error, requestId)
    if (status >= 500) {
      const console = await getConsole().catch(() => undefined)
      console?.deps.log.error({ err: error, requestId, path }, 'stop page failed')
    }
    const page = createElement(MessagePage, {
      title,
      detail,
      href: '/stop',
      action: 'Back to Stop',
      nonce: nonceOf(request),
    })
    return htmlResponse(page, status, { 'x-request-id': requestId })
  }
}

const contextOf = ({ console, actor, request, requestId }: Visit, orgSlug: string): Context => ({
  deps: console.deps,
  actor,
  requestId,
  address: addressOf(request.headers, console.config),
  orgSlug,
})

function ownOrg({ console, actor }: Visit, slug: string): OrgRuntime {
  const org = console.deps.orgs.bySlug(slug)
  if (org && actor.roles.has(org.row.id)) return org
  throw new AppError('not-found', `There is no org "${slug}" that you may see. Nothing was sent.`)
}

async function confirmAgain({ console, actor, request }: Visit, org: OrgRuntime, notice?: string): Promise<Response> {
  const card = await stopCard(console, actor, org, request.headers)
  const blocking = card.wiring.find((wire) => wire.blocks)
  if (blocking) throw new AppError('forbidden', `${blocking.fault} Nothing was sent.`)
  return htmlResponse(createElement(StopConfirmPage, { card, nonce: nonceOf(request), notice }), notice ? 409 : 200)
}

function showResult(
  { console, request }: Visit,
  org: OrgRuntime,
  operation: Operation,
  refresh: string,
): Promise<Response> {
  org.reader.look()
  const now = console.deps.clock.now()
  const status = operation.stop?.status
  const settled = status === 'refused' || status === 'lifted' || status === 'withdrawn' || status === 'closed'
  return htmlResponse(
    createElement(StopResultPage, {
      operation,
      waiting: waitingDevices(org, operation.id, now),
      nonce: nonceOf(request),
      now,
      refresh: settled && !refresh.includes('url=') ? undefined : refresh,
    }),
  )
}

/** The first few that have not asked since, for the phone's screen. */
function waitingDevices(org: OrgRuntime, operationId: string, now: number) {
  const ids = org.stops.waiting(operationId).slice(0, WAITING_SHOWN)
  return ids.flatMap((id) => {
    const device = org.fleet.get(id)
    return device ? [viewDevice(org, device, now)] : []
  })
}
