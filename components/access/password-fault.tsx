'use client'
import { useState } from 'react'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useNow } from '@/lib/client/state/use-now'
import { NOT_CHECKED, RateLimited, tryAgainSentence } from '@/lib/domain/errors'

/** Why a password was not taken. The wait for the next try counts down; read aloud is only what it is about. */
export function PasswordFault({ error }: { error: unknown }) {
  return error instanceof RateLimited ? <Wait ms={error.retryAfterMs} /> : errorDetail(error)
}

function Wait({ ms }: { ms: number }) {
  const now = useNow()
  const [end] = useState(now + ms)
  const seconds = Math.max(0, Math.ceil((end - now) / 1_000))
  return (
    <>
      {NOT_CHECKED} <span role="timer">{tryAgainSentence(seconds)}</span>
    </>
  )
}
