'use client'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { LiftButton } from '@/components/fences/lift-button'
import { may, useOrgState } from '@/components/org/use-org'
import { EndStopButton, endingOf } from '@/components/stop/end-stop-button'
import { askResume } from '@/components/stop/stop-dialog-state'
import { loadResume } from '@/components/stop/stop-dialogs'
import { Button } from '@/components/ui/button'
import { wasWithdrawn } from '@/components/words/operation-words'
import { takeHash } from '@/lib/client/browser/take-hash'
import type { Operation } from '@/lib/domain/operation'
import { lowestRole, type Permission } from '@/lib/domain/policy'
import type { OperationProgress } from '@/lib/domain/progress'
import { ControlButton } from './control-button'
import { operationControls } from './operation-controls'

const ReviewDialog = dynamic(() => import('@/components/review/review-dialog').then((module) => module.ReviewDialog), {
  ssr: false,
})

/** Holding it up, going on, trying again; and taking it back: devices by the reviewed undo, a stop of the org by Resume. */
export function OperationActions({
  operation,
  progress,
}: {
  operation: Operation
  progress: OperationProgress | undefined
}) {
  const { data: state } = useOrgState()
  const live = ['requested', 'queued', 'unknown', 'accepted'].includes(operation.stop?.status ?? '')
  const offers = operationControls(operation, progress)
  const lacking = state ? offers.find(({ permission }) => !may(state, permission)) : undefined
  return (
    <>
      {lacking && state && <Lacking permission={lacking.permission} role={state.role} />}
      {offers.map((offer) => (
        <ControlButton key={offer.act} offer={offer} operation={operation} progress={progress} />
      ))}
      {live && may(state, 'resume') && (
        <EndStopButton
          org={operation.org}
          operationId={operation.id}
          ending={endingOf(operation)}
          total={operation.total}
        />
      )}
      <TakeBack operation={operation} />
    </>
  )
}

/** Why a button is grey, where a finger cannot hover. */
function Lacking({ permission, role }: { permission: Permission; role: string }) {
  return (
    <span className="text-small text-soft">
      This needs the role {lowestRole(permission)}; yours is {role}.
    </span>
  )
}

function TakeBack({ operation }: { operation: Operation }) {
  const { data: state } = useOrgState()
  const [undoing, setUndoing] = useState(false)
  // The stop page leads here to take back a revoke.
  useEffect(() => {
    if (takeHash('undo')) setUndoing(true)
  }, [])
  const { id, kind, undoneBy, outcomes, fence } = operation
  if (kind === 'disable') {
    if (operation.stop?.status !== 'accepted' || state?.orgStop?.operationId !== id) return null
    return (
      <Button
        disabled={!may(state, 'resume')}
        title={may(state, 'resume') ? undefined : `Resuming needs the role ${lowestRole('resume')}`}
        onPointerEnter={loadResume}
        onClick={askResume}
      >
        Resume…
      </Button>
    )
  }
  if ((kind !== 'revoke' && kind !== 'restore') || undoneBy || outcomes.done + outcomes.skipped === 0) return null
  if (wasWithdrawn(operation)) return null
  const needed = kind === 'revoke' ? 'resume' : 'stop'
  const lacks = may(state, needed) ? undefined : `${fence ? 'Lifting' : 'Undo'} needs the role ${lowestRole(needed)}`
  if (fence)
    return (
      <>
        {lacks && state && <Lacking permission={needed} role={state.role} />}
        <LiftButton operationId={id} lacks={lacks} />
      </>
    )
  return (
    <>
      <Button disabled={lacks !== undefined} title={lacks} onClick={() => setUndoing(true)}>
        Undo…
      </Button>
      {undoing && !lacks && (
        <ReviewDialog
          kind={kind === 'revoke' ? 'restore' : 'revoke'}
          target={{ selector: `op:${id}` }}
          undoes={id}
          onClose={() => setUndoing(false)}
        />
      )}
    </>
  )
}
