'use client'
import { Field } from '@/components/ui/field'
import type { useRecentSignIn } from './recent-sign-in'

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
      error={signIn.error}
      hint="Your last sign-in is more than 10 minutes ago. Starting agents again asks for it; stopping never does."
    />
  )
}
