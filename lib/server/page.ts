/** The server's half of a page: who looks, and the first data, fetched through the same gate as the API. */
import { randomUUID } from 'node:crypto'
import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { AppError } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/context'
import { getConsole } from './composition'
import { peerOf } from './request/address'
import { isUseOfPage } from './request/session-use'
import { readActor } from './session'

/** Context of a page; goes to the sign-in page and back if no person is signed in, or the session is idle. */
export async function pageContext(path: string, orgSlug?: string): Promise<Context> {
  const console = await getConsole()
  const requestHeaders = await headers()
  const actor = await readActor(console, requestHeaders, { used: isUseOfPage(requestHeaders) }).catch(markForErrorPage)
  // A session that can only stop reads no page: /stop is open to it.
  if (!actor || actor.isIdle) redirect(`/sign-in?to=${encodeURIComponent(path)}`)
  if (orgSlug !== undefined) {
    const org = console.deps.orgs.bySlug(orgSlug)
    if (!org || !actor.roles.has(org.row.id)) notFound()
  }
  return {
    deps: console.deps,
    actor,
    requestId: randomUUID(),
    ...peerOf(requestHeaders, console.config),
    orgSlug,
  }
}

/** In production a digest is all that the framework hands to the error page: with it the page can explain what is wrong. */
function markForErrorPage(error: unknown): never {
  throw error instanceof AppError ? Object.assign(error, { digest: error.code }) : error
}

export type PrefetchEntry = [queryKey: readonly unknown[], load: () => Promise<unknown>]

/** Runs the queries and hands their data to the browser. If one fails, the browser requests it and shows the fault. */
export async function prefetch(entries: readonly PrefetchEntry[]): Promise<DehydratedState> {
  const client = new QueryClient()
  await Promise.all(
    entries.map(async ([queryKey, load]) => {
      try {
        client.setQueryData(queryKey, await load())
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
    }),
  )
  return dehydrate(client)
}
