'use client'
import { useRef, useState } from 'react'
import { PasswordField } from '@/components/access/password-field'
import { useRecentSignIn } from '@/components/access/use-recent-sign-in'
import { ForecastNote } from '@/components/stop/forecast-note'
import { forecastTarget } from '@/components/stop/forecast-target'
import { useOrgSlug, useOrgState } from '@/components/stop/use-org'
import { Button } from '@/components/ui/button'
import { AreaField, Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { Skeleton } from '@/components/ui/skeleton'
import { errorDetail } from '@/lib/client/error-detail'
import { showToast } from '@/lib/client/toasts'
import type { CreateSelection, StartOperation } from '@/lib/domain/command'
import { operationToast } from './operation-toast'
import { KIND_WORDS, number } from './operation-words'
import { ReviewBody } from './review-body'
import { ReviewHolds } from './review-holds'
import { type ReviewKind, reviewTitle } from './review-words'
import { useActOnTarget } from './use-act-on-target'
import { useReview } from './use-review'

type Props = { kind: ReviewKind; target: CreateSelection; undoes?: string; onClose: () => void; onDone?: () => void }

/** What will be acted on, frozen, then one confirm. A revoke is offered without the review when that takes too long. */
export function ReviewDialog({ kind, target, undoes, onClose, onDone }: Props) {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const review = useReview(org, target)
  const act = useActOnTarget(org)
  const signIn = useRecentSignIn()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [releases, setReleases] = useState<string[]>([])
  const cancel = useRef<HTMLButtonElement>(null)

  const forecastOf = forecastTarget(target)
  const guarded = kind !== 'revoke'
  const single = 'ids' in target && target.ids.length === 1 ? (target.ids[0] as string) : null
  const expected = kind === 'remove' ? (single ?? state?.org.name ?? org) : ''
  const ready = !guarded || (reason.trim() !== '' && signIn.ready && typed === expected)
  const { verb } = KIND_WORDS[kind]
  const count = review.data?.count
  const wholeFleet = 'selector' in target && target.selector.trim() === ''
  // A stop never waits for its review: the same button sends it without one when that takes long or fails.
  const unseen = kind === 'revoke' && !undoes && !review.data && (review.late || review.isError)

  const send = async (to: StartOperation['target']) => {
    const command = {
      kind,
      target: undoes ? undefined : to,
      undoes,
      reason: reason.trim() || undefined,
      releases: releases.length > 0 ? releases : undefined,
      typed: typed || undefined,
    }
    const operations = guarded
      ? await signIn.run(() => act.mutateAsync(command)).catch(() => null)
      : await act.mutateAsync(command).catch(() => null)
    if (!operations) return
    for (const operation of operations) showToast(operationToast(operation, single ?? undefined))
    onDone?.()
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      wide
      alert
      firstOnTop
      initialFocus={cancel}
      title={reviewTitle(kind, { undoes: undoes !== undefined, single, wholeFleet, count })}
      about={
        'selector' in target && !undoes ? (
          <p>
            Matching <span className="whole-id text-ink">{target.selector || 'everything'}</span>
          </p>
        ) : undefined
      }
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          {unseen ? (
            <Button look="danger" size="big" disabled={act.isPending} onClick={() => send(target)}>
              Revoke without review
            </Button>
          ) : (
            <Button
              look={kind === 'restore' ? 'strong' : 'stop'}
              size="big"
              disabled={!review.data || !ready || act.isPending}
              onClick={() => review.data && send({ selectionId: review.data.selectionId, digest: review.data.digest })}
            >
              {act.isPending ? 'Sending…' : `${verb}${count === undefined || single ? '' : ` ${number(count)}`}`}
            </Button>
          )}
        </>
      }
    >
      {review.data && (
        <ReviewBody
          org={org}
          kind={kind}
          review={review.data}
          state={state}
          onWiden={'selector' in target && !undoes ? () => review.data && review.widen(review.data.selectionId) : null}
        />
      )}
      {kind === 'revoke' && forecastOf !== null && <ForecastNote org={org} q={forecastOf} />}
      {review.isPending && <Skeleton rows={4} label="Reviewing the selection" />}
      {review.error && (
        <p role="alert" className="rounded-lg bg-wait-bg px-3 py-2 text-wait">
          The review failed: {errorDetail(review.error)}
        </p>
      )}
      {review.data && kind === 'restore' && (
        <ReviewHolds holds={review.data.holds} undoes={undoes} releases={releases} onChange={setReleases} />
      )}
      <AreaField
        label={guarded ? 'Reason' : 'Reason (optional, may come later)'}
        required={guarded}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {expected && (
        <Field
          label={`Type ${expected} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {guarded && <PasswordField signIn={signIn} />}
      {act.error && (
        <p role="alert" className="text-stop">
          {errorDetail(act.error)}
        </p>
      )}
    </Modal>
  )
}
