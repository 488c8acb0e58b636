import { useState } from 'react'
import { useRecentSignIn } from '@/components/access/recent-sign-in'
import type { StartOperation } from '@/lib/domain/command'
import { isTyped } from '@/lib/domain/ids/shown-id'
import type { ReviewKind } from './review-words'
import { useWhen } from './use-when'
import type { When } from './when-words'

export type ReviewForm = ReturnType<typeof useReviewForm>

/**
 * What a person adds to a review: when, how, why, whose holds go.
 * @param expected what has to be typed; empty for nothing. @param begins what is chosen at first.
 */
export function useReviewForm(kind: ReviewKind, expected: string, undoes?: string, begins: When = 'now') {
  const when = useWhen(begins)
  const signIn = useRecentSignIn()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [releases, setReleases] = useState<string[]>([])
  const [staged, setStaged] = useState(false)
  const guarded = kind !== 'revoke'
  const needsReason = guarded || when.when === 'fence'
  const part = when.part()
  return {
    when,
    signIn,
    reason,
    setReason,
    typed,
    setTyped,
    releases,
    setReleases,
    staged,
    setStaged,
    expected,
    guarded,
    needsReason,
    ready:
      part !== null &&
      (!needsReason || reason.trim() !== '') &&
      (!guarded || (signIn.ready && isTyped(typed, expected))),
    /** What is asked for. An undo is of what it takes back, whatever was reviewed. */
    command: (to: StartOperation['target']): Omit<StartOperation, 'id'> => ({
      kind,
      target: undoes ? undefined : to,
      undoes,
      reason: reason.trim() || undefined,
      releases: releases.length > 0 ? releases : undefined,
      typed: typed || undefined,
      staged: staged || undefined,
      ...part,
    }),
  }
}
