'use client'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import { followSession } from '@/lib/client/api/account/follow-session'
import { type SignInRequest, signedOut, signInRequest } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'

const load = () => import('./sign-in-dialog').then((module) => module.SignInDialog)

const SignInDialog = dynamic(() => load().catch(() => PlainSignIn), { ssr: false })

/** The sign-in over an open page, loaded once the session is over: a press of Stop, which may ask for it, does not wait for that. */
export function SignInDialogs() {
  const client = useQueryClient()
  const gone = useObservable(signedOut, false)
  const request = useObservable(signInRequest, null)
  useEffect(() => followSession(client), [client])
  useEffect(() => {
    if (gone) void load().catch(() => undefined)
  }, [gone])
  return request ? <SignInDialog request={request} onClose={() => signInRequest.set(null)} /> : null
}

/** Where the dialog cannot be loaded, as after an update of the console: the page that needs no script. Behind it is the plain page of what was pressed, or this one. */
function PlainSignIn({ request }: { request: SignInRequest; onClose: () => void }) {
  useEffect(() => {
    const { pathname, search } = window.location
    const to = request.fallback ?? pathname + search
    window.location.assign(`/sign-in?to=${encodeURIComponent(to)}`)
  }, [request])
  return null
}
