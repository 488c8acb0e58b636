'use client'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { signedOut, signInRequest } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'

/** Says that the session is over, or good for stopping only, and opens the sign-in over the page. */
export function SignedOutBanner() {
  const gone = useObservable(signedOut, false)
  if (!gone) return null
  return (
    <Banner
      kind="notice"
      action={
        <Button size="small" onClick={() => signInRequest.set({})}>
          Sign in
        </Button>
      }
    >
      {gone === 'idle'
        ? 'You did not use this session for 12 hours: Stop works, nothing else does. What is shown stays as it was.'
        : 'You are signed out. What is shown stays as it was; sign in to go on from here.'}
    </Banner>
  )
}
