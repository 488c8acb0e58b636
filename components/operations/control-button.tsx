'use client'
import { useRef, useState } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { failedActToast } from '@/components/feedback/operation-toast'
import { may, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { useControlOperation } from '@/lib/client/api/control-operation'
import { isGuardError } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import type { Operation } from '@/lib/domain/operation'
import { lowestRole } from '@/lib/domain/policy'
import type { OperationProgress } from '@/lib/domain/progress'
import { type ControlWords, controlWords } from './control-words'
import type { OperationControl } from './operation-controls'

type Props = { offer: OperationControl; operation: Operation; progress: OperationProgress | undefined }

/** Pause, continue, cancel or retry: at once where it is light, after a dialog where it is grave. */
export function ControlButton({ offer, operation, progress }: Props) {
  const { data: state } = useOrgState()
  const [open, setOpen] = useState(false)
  const control = useControlOperation(operation)
  const words = controlWords(offer.act, operation, progress)
  const allowed = may(state, offer.permission)
  const press = () => {
    if (offer.asks) setOpen(true)
    else
      control.mutate(
        { act: offer.act },
        {
          onError: (error) => {
            if (isGuardError(error)) setOpen(true)
            else showToast(failedActToast(words.button, error))
          },
        },
      )
  }
  return (
    <>
      <Button
        look={offer.act === 'cancel' || offer.act === 'pause' ? 'plain' : 'strong'}
        disabled={!allowed || control.isPending}
        title={allowed ? undefined : `${words.button} needs the role ${lowestRole(offer.permission)}`}
        onClick={press}
      >
        {control.isPending && !open ? 'Sent…' : `${words.button}${offer.asks ? '…' : ''}`}
      </Button>
      {open && <ControlDialog offer={offer} words={words} control={control} onClose={() => setOpen(false)} />}
    </>
  )
}

function ControlDialog({
  offer,
  words,
  control,
  onClose,
}: {
  offer: OperationControl
  words: ControlWords
  control: ReturnType<typeof useControlOperation>
  onClose: () => void
}) {
  const guard = useGuard(offer.guarded)
  const back = useRef<HTMLButtonElement>(null)
  const go = async () => {
    const done = await guard.run((reason) => control.mutateAsync({ act: offer.act, reason })).catch(() => null)
    if (done) onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      alert
      initialFocus={back}
      title={words.title}
      about={words.about}
      footer={
        <>
          <Button ref={back} size="big" onClick={onClose}>
            {words.back}
          </Button>
          <Button look="strong" size="big" disabled={!guard.ready || control.isPending} onClick={go}>
            {control.isPending ? 'Sent…' : words.go}
          </Button>
        </>
      }
    >
      <GuardFields guard={guard} error={control.error} />
    </Modal>
  )
}
