'use client'
import { BellRing } from 'lucide-react'
import { Ago } from '@/components/time/ago'
import { Planned } from '@/components/time/planned'
import { useNow } from '@/lib/client/state/use-now'
import { type FenceTerm, isInForce } from '@/lib/domain/operation'
import { isDue } from './fence-state'

/** Until when a fence is in force, or since when it is not, and what that means. */
export function FenceEndNote({ fence, held }: { fence: FenceTerm; held?: number }) {
  const now = useNow()
  const { endsAt, remindAt, endedAt, liftedAt } = fence
  if (liftedAt)
    return (
      <p>
        Lifted <Ago at={liftedAt} />: it revokes no new devices, and gave up what it held.
      </p>
    )
  if (endedAt)
    return (
      <p>
        Ended <Ago at={endedAt} />: it revokes no new devices
        {held === 0 ? '.' : '; what it revoked stays revoked until it is lifted.'}
      </p>
    )
  const due = isDue(fence, now)
  return (
    <>
      {endsAt && (
        <p>
          Ends <Planned at={endsAt} />.
        </p>
      )}
      {remindAt && due && (
        <p className="text-wait">
          <BellRing aria-hidden className="mr-1.5 inline size-3.5 align-[-2px]" strokeWidth={2.25} />
          Its reminder was due <Ago at={remindAt} />, and it is still in force: lift it, or end it.
        </p>
      )}
      {remindAt && !due && (
        <p>
          {endsAt ? 'Reminder' : 'No end; reminder'} <Planned at={remindAt} />.
        </p>
      )}
      {!endsAt && !remindAt && isInForce(fence) && <p>No end.</p>}
    </>
  )
}
