/**
 * Every request under `/stop` is answered here: its person (from memory, if the store does not answer), and for every fault a
 * page with a sentence and a way on.
 */
import { randomUUID } from 'node:crypto'
import { createElement } from 'react'
import { MessagePage } from '@/components/plain/message-page'
import type { Actor } from '@/lib/domain/actor'
import { AppError, toProblem } from '@/lib/domain/errors'
import { can } from '@/lib/domain/policy'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { Context } from '@/lib/services/context'
import { getConsole } from '../composition'
import type { Console } from '../console'
import { addressOf } from '../request/address'
import { htmlResponse, nonceOf } from '../request/html'
import { isUseOfStop } from '../request/session-use'
import { readStopActor } from '../session'

/** `stopOnly`: known from memory alone; the page shows that. */
export type Visit = { console: Console; actor: Actor; stopOnly: boolean; request: Request; requestId: string }

/** @param path where to come back to after signing in: an address for a GET, never one that acts. */
export async function visit(
  request: Request,
  path: string,
  run: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  const requestId = randomUUID()
  try {
    const console = await getConsole()
    const who = await readStopActor(console, request.headers, { used: isUseOfStop(request) })
    if (!who) return redirectTo(`/sign-in?to=${encodeURIComponent(path)}`)
    return await run({ console, ...who, request, requestId })
  } catch (error) {
    const { title, detail, status } = toProblem(error, requestId)
    if (status >= 500) {
      const console = await getConsole().catch(() => undefined)
      console?.deps.log.error({ err: error, requestId, path }, 'stop page failed')
    }
    const nonce = nonceOf(request)
    const page = createElement(MessagePage, { title, detail, href: '/stop', action: 'Back to Stop', nonce })
    return htmlResponse(page, status, { 'x-request-id': requestId })
  }
}

/** Redirects to another address with a GET: what was posted is not posted again. */
export const redirectTo = (location: string): Response => new Response(null, { status: 303, headers: { location } })

export const contextOf = ({ console, actor, request, requestId }: Visit, orgSlug: string): Context => ({
  deps: console.deps,
  actor,
  requestId,
  address: addressOf(request.headers, console.config),
  orgSlug,
})

/** Notes that this person looks at the org, and names the others who do. From memory: it waits for nothing. */
export function lookAt({ console: { deps }, actor }: Visit, { row }: OrgRuntime): string[] {
  const now = deps.clock.now()
  deps.presence.note(row.id, actor, now)
  return deps.presence.others(row.id, actor.userId, now)
}

/** Whether the way back is shown. An idle session does not say what its person may do; the sign-in on that way does. */
export function mayResume({ actor }: Visit, { row }: OrgRuntime): boolean {
  const role = actor.roles.get(row.id)
  return role !== undefined && (actor.isIdle || can(role, 'resume'))
}

/** @throws AppError `not-found`, the same for an org that is not there and one that is not theirs. */
export function ownOrg({ console, actor }: Pick<Visit, 'console' | 'actor'>, slug: string): OrgRuntime {
  const org = console.deps.orgs.bySlug(slug)
  if (org && actor.roles.has(org.row.id)) return org
  throw new AppError('not-found', `There is no org "${slug}" that you may see. Nothing was sent.`)
}
