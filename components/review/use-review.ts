import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { createSelection, type ReviewTarget } from '@/lib/client/api/start-operation'
import type { CreateSelection } from '@/lib/domain/command'

const LATE_MS = 1_000

/**
 * Freezes the target once per opening, and once more when it is widened; of an undo, what it takes back. `late` turns true when the review has not come
 * within a second.
 */
export function useReview(org: string, target: CreateSelection, undoes?: string) {
  const opening = useId()
  const [wider, setWider] = useState<{ widens: string } | { withLookalikes: string } | null>(null)
  // Devices that only look alike match no text: such a list is not "all matching" any more.
  const [isMixed, setMixed] = useState(false)
  const [lateFor, setLateFor] = useState<ReviewTarget | null>(null)
  const reviewed: ReviewTarget = undoes ? { undoes } : (wider ?? target)
  const review = useQuery({
    queryKey: ['selection', org, opening, reviewed],
    queryFn: ({ signal }) => createSelection(org, reviewed, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const { isPending } = review
  useEffect(() => {
    if (!isPending) return
    const timer = setTimeout(() => setLateFor(wider ?? OPENING), LATE_MS)
    return () => clearTimeout(timer)
  }, [isPending, wider])
  return {
    ...review,
    late: isPending && lateFor === (wider ?? OPENING),
    widen: (widens: string) => setWider({ widens }),
    isMixed,
    addLookalikes: (withLookalikes: string) => {
      setMixed(true)
      setWider({ withLookalikes })
    },
  }
}

/** Key for the target of the opening, which may be a new object with every render. */
const OPENING: ReviewTarget = { selector: '' }
