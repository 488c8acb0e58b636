import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { createSelection } from '@/lib/client/start-operation'
import type { CreateSelection } from '@/lib/domain/command'

const LATE_MS = 1_000

/** Freezes the target once per opening. `late` turns true when the review has not come within a second. */
export function useReview(org: string, target: CreateSelection) {
  const opening = useId()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [])
  const review = useQuery({
    queryKey: ['selection', org, opening, target],
    queryFn: ({ signal }) => createSelection(org, target, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return { ...review, late: late && !review.data }
}
