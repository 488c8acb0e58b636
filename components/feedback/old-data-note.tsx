'use client'
import { errorDetail, isSignedOutError } from '@/lib/client/api/error-detail'
import { signedOut } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'

/**
 * Above data that could not be read again: why, and that it is of before. Says nothing of a session that is over: the banner
 * of the page says it once, with the way back.
 */
export function OldDataNote({ error, className = '' }: { error: unknown; className?: string }) {
  const gone = useObservable(signedOut, false)
  if (gone || isSignedOutError(error)) return null
  return (
    <p role="alert" className={`${className} text-wait`}>
      {errorDetail(error)} Shown is what was read before.
    </p>
  )
}
