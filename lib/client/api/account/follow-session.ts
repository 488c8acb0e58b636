import type { QueryClient } from '@tanstack/react-query'
import type { OrgList } from '@/lib/domain/wire/org-list'
import { answeredAgain, changeRefused, signedOut, signInRequest } from '../../state/signed-out'
import { orgListQuery } from '../org-queries'

/**
 * Nothing is polled while the session allows no reading. Once it does again everything shown is read anew; whether it does is
 * looked at when the person comes back to this page, or when a reading is answered again: another tab may have signed in. Returns what ends it.
 */
export function followSession(client: QueryClient): () => void {
  const end = signedOut.subscribe(() => {
    if (signedOut.get()) return
    changeRefused.set(false)
    void client.invalidateQueries()
  })
  let isLooking = false
  const look = () => {
    if (isLooking || document.visibilityState !== 'visible') return
    isLooking = true
    void lookForSession(client).finally(() => {
      isLooking = false
    })
  }
  const endLooks = answeredAgain.subscribe(look)
  window.addEventListener('focus', look)
  document.addEventListener('visibilitychange', look)
  return () => {
    end()
    endLooks()
    window.removeEventListener('focus', look)
    document.removeEventListener('visibilitychange', look)
  }
}

/** Goes on with a session that another tab opened, and with the question that waits for it; another person gets a page of their own. */
async function lookForSession(client: QueryClient): Promise<void> {
  if (!signedOut.get()) return
  const query = orgListQuery()
  const before = client.getQueryData(query.queryKey)?.me
  const list = await client.fetchQuery({ ...query, staleTime: 0, retry: false }).catch(() => null)
  if (list) goOn(before?.id, list.me)
}

/** After a sign-in over the page: closes its dialog and asks what was pressed before. @param before who had the page. */
export function goOn(before: string | undefined, me: OrgList['me']): void {
  if (before !== me.id) {
    window.location.reload()
    return
  }
  const ask = signInRequest.get()?.ask
  signInRequest.set(null)
  signedOut.set(false)
  ask?.()
}
