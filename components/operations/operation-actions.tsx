'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { loadResume } from '@/components/stop/stop-dialogs'
import { stopOpen } from '@/components/stop/stop-open'
import { may, useOrgState } from '@/components/stop/use-org'
import { Button } from '@/components/ui/button'
import type { Operation } from '@/lib/domain/operation'
import { lowestRole } from '@/lib/domain/policy'
import { EndStopButton } from './end-stop-button'

const ReviewDialog = dynamic(() => import('./review-dialog').then((module) => module.ReviewDialog), { ssr: false })

/** Taking it back: a revoke or a restore by its reviewed undo, a stop of the org by Resume. */
export function OperationActions({ operation }: { operation: Operation }) {
  const { data: state } = useOrgState()
  const live = ['requested', 'queued', 'unknown', 'accepted'].includes(operation.stop?.status ?? '')
  return (
    <>
      {live && may(state, 'resume') && <EndStopButton operation={operation} />}
      <TakeBack operation={operation} />
    </>
  )
}

function TakeBack({ operation }: { operation: Operation }) {
  const { data: state } = useOrgState()
  const [undoing, setUndoing] = useState(false)
  const { id, kind, undoneBy, outcomes } = operation
  if (kind === 'disable') {
    if (operation.stop?.status !== 'accepted' || state?.orgStop?.operationId !== id) return null
    return (
      <Button
        disabled={!may(state, 'resume')}
        title={may(state, 'resume') ? undefined : `Resuming needs the role ${lowestRole('resume')}`}
        onPointerEnter={loadResume}
        onClick={() => stopOpen.set('resume')}
      >
        Resume…
      </Button>
    )
  }
  if ((kind !== 'revoke' && kind !== 'restore') || undoneBy || outcomes.done + outcomes.skipped === 0) return null
  const needed = kind === 'revoke' ? 'resume' : 'stop'
  return (
    <>
      <Button
        disabled={!may(state, needed)}
        title={may(state, needed) ? undefined : `Undo needs the role ${lowestRole(needed)}`}
        onClick={() => setUndoing(true)}
      >
        Undo…
      </Button>
      {undoing && (
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
