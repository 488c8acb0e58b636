/** What `/stop` shows. A GET never acts, whatever its address is. */
import { createElement } from 'react'
import { StopConfirmAllPage, StopConfirmPage } from '@/components/plain/stop/stop-confirm-page'
import { StopPage } from '@/components/plain/stop/stop-page'
import { StopReasonPage } from '@/components/plain/stop/stop-reason-page'
import { StopResultPage } from '@/components/plain/stop/stop-result-page'
import type { PageLive, StopResult } from '@/components/plain/stop/stop-result-types'
import { StopResultsPage } from '@/components/plain/stop/stop-results-page'
import { AppError } from '@/lib/domain/errors'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { invoke } from '@/lib/services/service'
import { getStop } from '@/lib/services/stops/get-stop'
import type { KnownStop } from '@/lib/views/view-stop'
import { htmlResponse, nonceOf } from '../request/html'
import { commonPreflightChecks } from './preflight-checks'
import { stopBoard, stopCard } from './stop-cards'
import { stopResult } from './stop-result'
import { contextOf, lookAt, mayResume, ownOrg, type Visit, visit } from './with-stop-session'

export type OrgParams = { params: Promise<{ org: string }> }

/** While something can change by itself, and while only an alarm can. */
const REFRESH_SECONDS = 2
const CALM_REFRESH_SECONDS = 10
/** Of one address. */
export const STOPS_SHOWN_MAX = 100

/** Every org; with `?all` the confirm of all of them; with `?op=org:id`, once per org, what is known of those stops. */
export function stopOverview(request: Request): Promise<Response> {
  const { search, searchParams } = new URL(request.url)
  return visit(request, `/stop${search}`, async (current) => {
    const stops = searchParams.getAll('op')
    if (stops.length > 0) return showResults(current, await findStops(current, stops))
    if (searchParams.has('all')) return confirmAll(current)
    const page = createElement(StopPage, { board: await stopBoard(current), nonce: nonceOf(request) })
    return htmlResponse(page)
  })
}

/** The confirm of one org; with `?op=` what is known of a stop; with `?op=&reason` the form for its reason. */
export async function getOrgStop(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  const { search, searchParams } = new URL(request.url)
  const operation = searchParams.get('op')
  return visit(request, `/stop/${encodeURIComponent(slug)}${search}`, async (current) => {
    const org = ownOrg(current, slug)
    if (operation === null) return confirmOne(current, org)
    const known = await invoke(getStop, contextOf(current, slug), { operation })
    const reason = searchParams.get('reason')
    if (reason === null) return showResult(current, org, known)
    return reasonForm(current, known, reason)
  })
}

/** @param fault why what was typed was not saved; it is still there. */
export function reasonForm({ request }: Visit, known: KnownStop, reason: string, fault?: string): Promise<Response> {
  const page = { operation: known.operation, reason, fault, nonce: nonceOf(request) }
  return htmlResponse(createElement(StopReasonPage, page), fault ? 422 : 200)
}

/** A fresh confirm. `notice`: why the one that was pressed could not be used; nothing was sent then. */
export async function confirmOne(current: Visit, org: OrgRuntime, notice?: string): Promise<Response> {
  const { console, request } = current
  const [card, common] = await Promise.all([stopCard(current, org), commonPreflightChecks(console, request.headers)])
  const blocking = [...common, ...card.wiring].find((wire) => wire.blocks)
  if (blocking) throw new AppError('forbidden', `${blocking.fault} Nothing was sent.`)
  const page = createElement(StopConfirmPage, { card, wiring: common, nonce: nonceOf(request), notice })
  return htmlResponse(page, notice ? 409 : 200)
}

export async function confirmAll(current: Visit, notice?: string): Promise<Response> {
  const board = await stopBoard(current)
  const blocking = board.wiring.find((wire) => wire.blocks)
  if (blocking) throw new AppError('forbidden', `${blocking.fault} Nothing was sent.`)
  const cards = board.cards.filter((card) => card.mayStop)
  const leftOut = board.cards.filter((card) => !card.mayStop)
  if (cards.length === 0) throw new AppError('forbidden', 'There is no org here that you may stop. Nothing was sent.')
  const page = createElement(StopConfirmAllPage, {
    cards,
    leftOut,
    wiring: board.wiring,
    nonce: nonceOf(current.request),
    notice,
  })
  return htmlResponse(page, notice ? 409 : 200)
}

/** @param moveTo the address of the result: the answer to a stop request redirects there, so that a reload never sends it again. */
export function showResult(current: Visit, org: OrgRuntime, known: KnownStop, moveTo?: string): Promise<Response> {
  const { console, request } = current
  org.reader.look()
  const page = {
    known,
    nonce: nonceOf(request),
    now: console.deps.clock.now(),
    live: liveOf(request, [known], moveTo),
    mayResume: mayResume(current, org),
    others: lookAt(current, org),
  }
  return htmlResponse(createElement(StopResultPage, page))
}

/** @param moveTo as for one org; null: no address can name them all, so that the page stays as it is. */
export function showResults(
  { console, request }: Visit,
  results: StopResult[],
  moveTo?: string | null,
): Promise<Response> {
  const known = results.flatMap((result) => ('known' in result ? [result.known] : []))
  const live = moveTo === null ? undefined : liveOf(request, known, moveTo)
  const page = { results, nonce: nonceOf(request), now: console.deps.clock.now(), live }
  return htmlResponse(createElement(StopResultsPage, page))
}

function findStops(current: Visit, stops: string[]): Promise<StopResult[]> {
  return Promise.all(
    stops.slice(0, STOPS_SHOWN_MAX).map((stop) => {
      const [slug = '', operation = ''] = stop.split(':')
      const org = current.console.deps.orgs.bySlug(slug)
      const isOwn = org !== undefined && current.actor.roles.has(org.row.id)
      return stopResult(current, { slug, name: isOwn ? org.row.name : slug }, findStop(current, slug, operation))
    }),
  )
}

async function findStop(current: Visit, slug: string, operation: string): Promise<KnownStop> {
  const { name } = ownOrg(current, slug).row
  return invoke(getStop, contextOf(current, slug), { operation }).catch((error) => {
    if (!(error instanceof AppError && error.code === 'not-found')) throw error
    throw new AppError('unavailable', `No such stop of ${name} is recorded. Press again if the org is not stopped.`)
  })
}

/** How the page keeps itself up to date; `&still` stops that, for a person who reads slowly or listens. */
function liveOf(request: Request, stops: readonly KnownStop[], moveTo?: string): PageLive | undefined {
  const { pathname, search, searchParams } = new URL(request.url)
  const address = moveTo ?? `${pathname}${search.replace('&still', '')}`
  const seconds = refreshSeconds(stops)
  if (moveTo)
    return { refresh: `${REFRESH_SECONDS};url=${moveTo}`, toggle: `${moveTo}&still`, seconds: REFRESH_SECONDS }
  if (seconds === undefined) return undefined
  if (searchParams.has('still')) return { toggle: address, seconds }
  return { refresh: `${seconds}`, toggle: `${address}&still`, seconds }
}

/** A stop that is over changes no more; one that every device has heard of can only be contradicted. */
function refreshSeconds(stops: readonly KnownStop[]): number | undefined {
  const live = stops.flatMap(({ operation: { stop } }) =>
    stop && ['requested', 'accepted', 'unknown', 'queued'].includes(stop.status) ? [stop] : [],
  )
  if (live.length === 0) return undefined
  const moving = live.some((stop) => stop.status !== 'accepted' || stop.counts.waiting > 0)
  return moving ? REFRESH_SECONDS : CALM_REFRESH_SECONDS
}
