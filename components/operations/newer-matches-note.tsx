'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Isolated } from '@/components/ids/isolated'
import { may, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { devices } from '@/components/words/operation-words'
import { laterMatchesQuery } from '@/lib/client/api/operation-queries'
import { isInForce, type Operation } from '@/lib/domain/operation'
import { trimSelector } from '@/lib/domain/selector/edit'

const ReviewDialog = dynamic(() => import('@/components/review/review-dialog').then((module) => module.ReviewDialog), {
  ssr: false,
})

/** A revoke by selector is of the devices that matched then. Who came later is named here, and revoked by a review of its own. */
export function NewerMatchesNote({ operation }: { operation: Operation }) {
  const { org, id, selector, kind, stop, undoneBy, fence } = operation
  const { data: state } = useOrgState()
  const [reviewing, setReviewing] = useState(false)
  const catchesThem = fence ? isInForce(fence) : false
  const inForce = kind === 'revoke' && selector !== null && stop?.status === 'accepted' && !undoneBy && !catchesThem
  const { data } = useQuery({ ...laterMatchesQuery(org, { operation: id }), enabled: inForce })
  if (!inForce || selector === null || !data || (data.more === 0 && !reviewing)) return null
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-box bg-wait-bg px-3 py-2 text-wait"
    >
      <p className="min-w-0 flex-1 basis-60 wrap-anywhere">
        {devices(data.more)} {data.more === 1 ? 'matches' : 'match'}{' '}
        {selector ? <Isolated text={selector} className="mono whitespace-pre-wrap" /> : 'the whole fleet'} now that{' '}
        {data.more === 1 ? 'is' : 'are'} not part of this operation.
      </p>
      {may(state, 'stop') && <Button onClick={() => setReviewing(true)}>Review and revoke…</Button>}
      {reviewing && (
        <ReviewDialog
          kind="revoke"
          target={{ selector: trimSelector(`${selector} -op:${id}`) }}
          onClose={() => setReviewing(false)}
        />
      )}
    </div>
  )
}
