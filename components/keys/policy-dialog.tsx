'use client'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { Skeleton } from '@/components/ui/skeleton'
import { frozenReviewQuery, useSetKeyPolicy } from '@/lib/client/api/connect/device-key-queries'
import { showToast } from '@/lib/client/state/toasts'
import { UpstreamError } from '@/lib/domain/errors'
import type { PolicyStep } from './policy-words'
import { ReviewedDevices } from './reviewed-devices'

type Props = { org: string; step: PolicyStep; onClose: () => void }

/**
 * Confirms a step of the policy. Before each device needs its own key, it names those that would be denied; where these are more by
 * then, the authority refuses, and the new review is shown.
 */
export function PolicyDialog({ org, step, onClose }: Props) {
  const cancel = useRef<HTMLButtonElement>(null)
  const isReviewed = step.to === 'per-device'
  const { data, error, refetch, isFetching } = useQuery({ ...frozenReviewQuery(org), enabled: isReviewed })
  const change = useSetKeyPolicy(org)
  const guard = useGuard(true)
  const review = data?.offered ? data : null
  const send = async () => {
    const darkMax = isReviewed ? review?.total : undefined
    const sent = guard.run((reason) => change.mutateAsync({ policy: step.to, darkMax, reason }))
    const done = await sent.catch((fault: unknown) => {
      if (fault instanceof UpstreamError && fault.upstreamCode === 'more_go_dark') void refetch()
      return null
    })
    if (!done) return
    showToast({ tone: 'ok', title: 'Key policy changed', lastsMs: 6_000 })
    onClose()
  }
  const isReady = guard.ready && !change.isPending && !isFetching && (!isReviewed || review !== null)
  return (
    <Modal
      open
      alert
      wide={isReviewed}
      onClose={onClose}
      initialFocus={cancel}
      title={step.title}
      about={step.about}
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look={review?.total ? 'danger' : 'strong'} size="big" disabled={!isReady} onClick={send}>
            {step.press}
          </Button>
        </>
      }
    >
      {isReviewed && !data && !error && <Skeleton rows={3} label="Loading who would be denied" />}
      {isReviewed && error && !data && <FailureNotice what="Who would be denied" error={error} retry={refetch} />}
      {review && <ReviewedDevices review={review} />}
      <GuardFields guard={guard} error={change.error} />
    </Modal>
  )
}
