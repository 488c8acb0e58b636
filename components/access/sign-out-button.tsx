'use client'
import { Button } from '@/components/ui/button'
import { endSession } from '@/lib/client/api/account/session'
import { errorDetail, isSignedOutError } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'

const toSignIn = () => window.location.assign('/sign-in')

/** Ends the session of this browser and shows the sign-in. A session that is over already is no reason to stay. */
export function SignOutButton({ className }: { className?: string }) {
  const signOut = () =>
    endSession().then(toSignIn, (error: unknown) =>
      isSignedOutError(error)
        ? toSignIn()
        : void showToast({ tone: 'off', title: 'Still signed in', detail: errorDetail(error), lastsMs: null }),
    )
  return (
    <Button look="quiet" size="small" className={className} onClick={signOut}>
      Sign out
    </Button>
  )
}
