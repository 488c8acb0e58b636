'use client'
import dynamic from 'next/dynamic'
import { signInOpen } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'

const SignInDialog = dynamic(() => import('./sign-in-dialog').then((module) => module.SignInDialog), { ssr: false })

/** The sign-in over an open page, loaded once it is asked for. */
export function SignInDialogs() {
  const open = useObservable(signInOpen, false)
  return open ? <SignInDialog onClose={() => signInOpen.set(false)} /> : null
}
