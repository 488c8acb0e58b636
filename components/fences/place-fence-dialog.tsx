'use client'
import { useRef, useState } from 'react'
import { operationToast } from '@/components/feedback/operation-toast'
import { Isolated } from '@/components/ids/isolated'
import { FenceEndField, FenceTermLine } from '@/components/review/fence-end-field'
import { useWhen } from '@/components/review/use-when'
import { Button } from '@/components/ui/button'
import { AreaField } from '@/components/ui/field'
import { KeptInSight, Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useAct } from '@/lib/client/api/use-act'
import { showToast } from '@/lib/client/state/toasts'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'

/** A fence of what nothing matches yet: there is nothing to review but its words. */
export function PlaceFenceDialog({ org, selector, onClose }: { org: string; selector: string; onClose: () => void }) {
  const act = useAct(org)
  const when = useWhen('fence')
  const [reason, setReason] = useState('')
  const cancel = useRef<HTMLButtonElement>(null)
  const part = when.part()
  const place = async () => {
    if (!part) return
    const command = { kind: 'revoke', target: { selector }, reason: reason.trim(), ...part } as const
    const operation = await act.mutateAsync(command).catch(() => null)
    if (!operation) return
    showToast(operationToast(operation))
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      wide
      alert
      initialFocus={cancel}
      title="Place a fence before anything matches?"
      about={
        <p>
          Nothing matches <Isolated text={selector} className="whole-id whitespace-pre-wrap text-ink" /> now. Whatever
          does later is revoked when it is seen.
        </p>
      }
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="stop" size="big" disabled={!part || reason.trim() === '' || act.isPending} onClick={place}>
            {act.isPending ? 'Sending…' : 'Place the fence'}
          </Button>
        </>
      }
    >
      <FenceEndField when={when} />
      <KeptInSight>
        <AreaField
          label="Reason"
          required
          hint="The person on call at night reads why this fence is there."
          maxLength={REASON_CHARS_MAX}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FenceTermLine when={when} />
        {act.error && (
          <p role="alert" className="text-stop">
            {errorDetail(act.error)}
          </p>
        )}
      </KeptInSight>
    </Modal>
  )
}
