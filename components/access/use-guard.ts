import { useState } from 'react'
import { missingReason } from '@/lib/client/api/error-detail'
import { useRecentSignIn } from './recent-sign-in'

export type Guard = ReturnType<typeof useGuard>

/**
 * What an act that may start agents again has to bring: a reason and a recent sign-in. `known`: it is known beforehand that
 * both are asked for. Else the server decides: where it refuses, nothing was done, and the field for what is missing appears.
 */
export function useGuard(known: boolean) {
  const signIn = useRecentSignIn({ onlyWhenRefused: !known })
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const asksReason = known || missing !== null
  const run = async <T>(act: (reason: string | undefined) => Promise<T>): Promise<T | null> => {
    try {
      return await signIn.run(() => act(reason.trim() || undefined))
    } catch (error) {
      const sentence = missingReason(error)
      if (sentence === null) throw error
      setMissing(sentence)
      return null
    }
  }
  return {
    signIn,
    reason,
    setReason,
    asksReason,
    missing: reason.trim() === '' ? missing : null,
    ready: signIn.ready && (!asksReason || reason.trim() !== ''),
    run,
  }
}
