'use client'
import { BellRing, CircleSlash, Fence } from 'lucide-react'
import { Pill } from '@/components/ui/pill'
import { useNow } from '@/lib/client/state/use-now'
import { type FenceTerm, isInForce } from '@/lib/domain/operation'

/** Whether a fence is in force, as a pill. */
export function FenceState({ fence }: { fence: FenceTerm }) {
  const now = useNow()
  if (!isInForce(fence))
    return (
      <Pill tone="off" icon={CircleSlash}>
        {fence.liftedAt ? 'Lifted' : 'Ended'}
      </Pill>
    )
  if (isDue(fence, now))
    return (
      <Pill tone="wait" icon={BellRing}>
        Reminder due
      </Pill>
    )
  return (
    <Pill tone="stop" icon={Fence}>
      In force
    </Pill>
  )
}

/** Its reminder came, and it is still in force. */
export const isDue = (fence: FenceTerm, now: number): boolean =>
  isInForce(fence) && fence.remindAt !== null && Date.parse(fence.remindAt) <= now
