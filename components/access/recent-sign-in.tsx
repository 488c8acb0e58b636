'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Field } from '@/components/ui/field'
import { confirmPassword } from '@/lib/client/api/account/session'
import { wantsRecentSignIn } from '@/lib/client/api/error-detail'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { signedOut } from '@/lib/client/state/signed-out'
import { useNow } from '@/lib/client/state/use-now'
import type { OrgList } from '@/lib/domain/wire/org-list'
import { PasswordFault } from './password-fault'

const MARGIN_MS = 5_000

/**
 * The ten-minute window for guarded acts. `run` confirms the password first where one was asked for, then acts; when the
 * server finds the window closed all the same, the password is asked for and nothing was done. `onlyWhenRefused` is for
 * acts that may not need it.
 */
export function useRecentSignIn({ onlyWhenRefused = false } = {}) {
  const client = useQueryClient()
  const { data } = useQuery(orgListQuery())
  const now = useNow()
  const [refused, setRefused] = useState(false)
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const closed = data !== undefined && Date.parse(data.me.recentUntil) - MARGIN_MS < now
  // A sign-in over the page opens the window too.
  useEffect(
    () =>
      signedOut.subscribe(() => {
        if (signedOut.get()) return
        setRefused(false)
        setError(null)
      }),
    [],
  )
  const needed = refused || (closed && !onlyWhenRefused)

  const run = async <T,>(act: () => Promise<T>): Promise<T | null> => {
    setError(null)
    if (needed) {
      try {
        const me = await confirmPassword(password)
        client.setQueryData<OrgList>(orgListQuery().queryKey, (list) => list && { ...list, me })
        setRefused(false)
      } catch (cause) {
        setError(cause)
        return null
      }
    }
    try {
      const result = await act()
      setPassword('')
      return result
    } catch (cause) {
      if (!wantsRecentSignIn(cause)) throw cause
      setRefused(true)
      return null
    }
  }
  return { needed, password, setPassword, error, ready: !needed || password !== '', run }
}

/** Asks for the password where the last sign-in is older than ten minutes; otherwise nothing. */
export function PasswordField({ signIn }: { signIn: ReturnType<typeof useRecentSignIn> }) {
  if (!signIn.needed) return null
  return (
    <Field
      label="Your password"
      type="password"
      autoComplete="current-password"
      value={signIn.password}
      onChange={(event) => signIn.setPassword(event.target.value)}
      error={signIn.error !== null && <PasswordFault error={signIn.error} />}
      hint="Your last sign-in is more than 10 minutes ago, so this asks for it. Stopping never does."
    />
  )
}
