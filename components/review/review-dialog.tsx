'use client'
import { useRef } from 'react'
import { operationToast } from '@/components/feedback/operation-toast'
import { SentenceWithId } from '@/components/ids/id-text'
import { Isolated } from '@/components/ids/isolated'
import { ReviewNotes } from '@/components/notes/review-notes'
import { isOrgStopped } from '@/components/org/org-stopped'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { Skeleton } from '@/components/ui/skeleton'
import { partsWords } from '@/components/words/part-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import type { CreateSelection, StartOperation } from '@/lib/domain/command'
import { shownId } from '@/lib/domain/ids/shown-id'
import { stateTermOf } from '@/lib/domain/selector/state-term-of'
import { holdEffect, staying } from '@/lib/domain/wire/hold-effect'
import { ForecastNote, forecastTarget } from './forecast-note'
import { ReviewBody } from './review-body'
import { ReviewFields } from './review-fields'
import { ReviewHolds } from './review-holds'
import { ReviewSteps } from './review-steps'
import { ReviewWhen } from './review-when'
import { confirmWords, noneLine, type ReviewKind, reviewTitle, type Scope } from './review-words'
import { useActOnTarget } from './use-act-on-target'
import { useReview } from './use-review'
import { useReviewForm } from './use-review-form'

type Props = {
  kind: ReviewKind
  target: CreateSelection
  undoes?: string
  /** What it takes back is a fence. */
  lifts?: boolean
  /** It was asked for as a fence: that is chosen, and can be changed. Only for a text that can be one. */
  asFence?: boolean
  onClose: () => void
  onDone?: () => void
}

/** What will be acted on, frozen, then one confirm. A revoke is offered without the review when that takes too long. */
export function ReviewDialog({ kind, target, undoes, lifts = false, asFence = false, onClose, onDone }: Props) {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const review = useReview(org, target, undoes)
  const act = useActOnTarget(org)
  const asked = 'ids' in target && target.ids.length === 1 ? (target.ids[0] as string) : null
  // Look-alikes may have been added to the one that was asked for.
  const single = review.data && review.data.count > 1 ? null : asked
  const typed = kind === 'remove' ? (single ?? state?.org.name ?? org) : ''
  const form = useReviewForm(kind, typed, undoes, asFence ? 'fence' : 'now')
  const cancel = useRef<HTMLButtonElement>(null)

  const { when } = form.when
  // What is denied already asks and is denied: nothing is left to foretell.
  const isForetold = kind === 'revoke' && when !== 'later' && !(state && isOrgStopped(state))
  const forecastOf = isForetold ? forecastTarget(target) : null
  const selector = 'selector' in target && !undoes ? target.selector : null
  const standable = kind === 'revoke' ? selector : null
  const count = review.data?.count
  const stay = review.data && kind === 'restore' ? staying(review.data.stays, form.releases) : 0
  const isUndo = undoes !== undefined
  const scope = scopeOf(selector, isUndo || review.isMixed)
  const named = single === null ? null : { id: single, shown: shownId(single) }
  const words = {
    undoes: isUndo,
    lifts,
    single: named?.shown ?? null,
    scope,
    parts: scope === 'ticked' && review.data ? partsWords(review.data.groups) : null,
    count,
    stay,
    when,
  }
  const releasable = review.data?.holds.some((hold) => holdEffect(hold, undoes) === 'released-if-named') ?? true
  const none = noneLine({ undoes: isUndo, count: count ?? 0, stay, releasable })
  const isVain = none !== null && !isUndo && when === 'now'
  // A stop never waits for its review: the same button sends it without one when that takes long or fails.
  const unseen = kind === 'revoke' && !undoes && when !== 'later' && !review.data && (review.late || review.isError)

  const send = async (to: StartOperation['target']) => {
    const go = () => act.mutateAsync(form.command(to))
    const operations = await (form.guarded ? form.signIn.run(go) : go()).catch(() => null)
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
      initialFocus={cancel}
      title={<SentenceWithId text={reviewTitle(kind, words)} id={named} />}
      about={aboutOf({ selector, lifts, scope: single === null ? scope : 'list' })}
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          {unseen ? (
            <Button look="danger" size="big" disabled={!form.ready || act.isPending} onClick={() => send(target)}>
              {when === 'fence' ? 'Place the fence without review' : 'Revoke without review'}
            </Button>
          ) : (
            <Button
              look={kind === 'restore' ? 'strong' : 'stop'}
              size="big"
              disabled={!review.data || !form.ready || isVain || act.isPending}
              onClick={() => review.data && send({ selectionId: review.data.selectionId, digest: review.data.digest })}
            >
              {act.isPending ? 'Sending…' : confirmWords(kind, words)}
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
          releases={form.releases}
          state={state}
          onAddLookalikes={
            kind === 'revoke' ? () => review.data && review.addLookalikes(review.data.selectionId) : null
          }
          // Once it is sent, what matches since then is no part of the question any more.
          onWiden={
            selector !== null && !act.isPending && !act.isSuccess
              ? () => review.data && review.widen(review.data.selectionId)
              : null
          }
        />
      )}
      {review.data?.hasNotes && (
        <ReviewNotes
          org={org}
          selectionId={review.data.selectionId}
          count={review.data.count}
          title={kind === 'revoke' ? 'What halts when this stops' : 'Notes'}
        />
      )}
      {forecastOf !== null && <ForecastNote org={org} q={forecastOf} />}
      {review.isPending && <Skeleton rows={4} label="Reviewing the selection" />}
      {review.error && (
        <p role="alert" className="rounded-box bg-wait-bg px-3 py-2 text-wait">
          The review failed: {errorDetail(review.error)}
        </p>
      )}
      {review.data && kind === 'restore' && (
        <ReviewHolds holds={review.data.holds} undoes={undoes} releases={form.releases} onChange={form.setReleases} />
      )}
      {none !== null && when === 'now' && (
        <p role="status" className="rounded-box bg-wait-bg px-3 py-2 font-medium text-wait">
          {none}
        </p>
      )}
      {kind === 'restore' && count !== undefined && count > 1 && (
        <ReviewSteps staged={form.staged} onChange={form.setStaged} />
      )}
      {/* Until it is lifted a fence catches more: what a later lift gives back is not known now. */}
      {!lifts && (
        <ReviewWhen
          kind={kind}
          when={form.when}
          selector={standable}
          stateTerm={standable === null ? null : stateTermOf(standable, state?.org.parts ?? [])}
        />
      )}
      <ReviewFields form={form} error={act.error} />
    </Modal>
  )
}

function scopeOf(selector: string | null, isList: boolean): Scope {
  if (selector?.trim() === '') return 'fleet'
  if (isList) return 'list'
  return selector === null ? 'ticked' : 'matching'
}

function aboutOf({ selector, lifts, scope }: { selector: string | null; lifts: boolean; scope: Scope }) {
  if (lifts) return <p>From then on it revokes no new devices, and every device that it holds is given back.</p>
  if (selector === null) return scope === 'ticked' ? <p>The ids that were ticked, and no others.</p> : undefined
  return (
    <p>
      Matching <Isolated text={selector || 'everything'} className="whole-id whitespace-pre-wrap text-ink" />
    </p>
  )
}
