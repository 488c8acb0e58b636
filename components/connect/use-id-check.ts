'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { idCheckQuery } from '@/lib/client/api/connect/connect-queries'
import { useSettled } from '@/lib/client/browser/use-settled'
import { idFault } from '@/lib/domain/connect/id-parts'
import type { IdCheck, IdState } from '@/lib/domain/wire/connect'

const RESTS_MS = 250

export type CheckedId = {
  /** Why nothing was asked. */
  fault: string | null
  check: IdCheck | undefined
  state: IdState | undefined
  /** It was free when this page first asked, and is so no more. */
  meanwhile: boolean
  error: Error | null
}

/** Whether an id is free, asked once typing rests and then again and again. */
export function useIdCheck(org: string, id: string, parts: readonly string[], plan = ''): CheckedId {
  const settled = useSettled(id, RESTS_MS)
  const settledPlan = useSettled(plan, RESTS_MS)
  const fault = idFault(id, parts)
  const isAsked = fault === null && settled === id && settledPlan === plan
  const { data, error } = useQuery({ ...idCheckQuery(org, settled, settledPlan), enabled: isAsked })
  const check = isAsked ? data : undefined
  const state = check?.ids.find((one) => one.id === id)
  const [seenFree, setSeenFree] = useState<string | null>(null)
  const isFree = state?.registered === null && check?.reading.readAt != null
  useEffect(() => {
    if (isFree) setSeenFree(id)
  }, [isFree, id])
  return { fault, check, state, meanwhile: state?.registered != null && seenFree === id, error: isAsked ? error : null }
}
