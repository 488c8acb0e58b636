'use client'
import { useRef, useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { operationToast } from '@/components/feedback/operation-toast'
import { useOrgName, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { Facts } from '@/components/ui/facts'
import { AreaField } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { devices, evidenceSentence } from '@/components/words/operation-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useAct } from '@/lib/client/api/use-act'
import { showToast } from '@/lib/client/state/toasts'
import { isolatedText } from '@/lib/domain/ids/isolated'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** Starts the org again: what holds it, what will work afterwards, a reason, and a recent sign-in. */
export function ResumeDialog({ onClose }: { onClose: () => void }) {
  const org = useOrgSlug()
  const name = isolatedText(useOrgName())
  const { data: state } = useOrgState()
  const act = useAct(org)
  const signIn = useRecentSignIn()
  const [reason, setReason] = useState('')
  const cancel = useRef<HTMLButtonElement>(null)
  const ready = reason.trim() !== '' && signIn.ready && !act.isPending
  const resume = async () => {
    const operation = await signIn
      .run(() => act.mutateAsync({ kind: 'enable', reason: reason.trim() }))
      .catch(() => null)
    if (!operation) return
    showToast(operationToast(operation))
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      alert
      initialFocus={cancel}
      title={`Resume ${name}?`}
      about={
        <p>
          {devices(state?.counts?.active ?? 0)} may work again from their next check on. Devices that are revoked stay
          revoked.
        </p>
      }
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="strong" size="big" disabled={!ready} onClick={resume}>
            <span className="truncate">{act.isPending ? 'Resuming…' : `Resume ${name}`}</span>
          </Button>
        </>
      }
    >
      {state && <WhatHolds state={state} />}
      <AreaField
        label="Reason"
        required
        maxLength={REASON_CHARS_MAX}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        hint="Kept in the record with your name."
      />
      <PasswordField signIn={signIn} />
      {act.error && (
        <p role="alert" className="text-stop">
          {errorDetail(act.error)}
        </p>
      )}
    </Modal>
  )
}

function WhatHolds({ state }: { state: OrgState }) {
  const { orgStop, execution, authority, reading } = state
  return (
    <Facts
      facts={[
        ['Stopped by', orgStop ? orgStop.by.name : 'a change outside this console'],
        [
          'Since',
          orgStop?.acceptedAt ? (
            <Ago key="since" at={orgStop.acceptedAt} />
          ) : execution.changedAt ? (
            <Ago key="since" at={execution.changedAt} />
          ) : undefined,
        ],
        ['Reason given', orgStop?.reason ?? execution.reason ?? 'none'],
        ...(orgStop ? [['Evidence', evidenceSentence(orgStop.counts)] as [string, string]] : []),
        ['Authority', authority.name],
        ['Read', reading.readAt ? <Ago key="read" at={reading.readAt} /> : 'never'],
      ]}
    />
  )
}
