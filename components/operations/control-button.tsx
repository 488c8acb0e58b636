'use client'
import { useRef, useState } from 'react'
import { PasswordField } from '@/components/access/password-field'
import { useRecentSignIn } from '@/components/access/use-recent-sign-in'
import { may, useOrgState } from '@/components/stop/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { useControlOperation } from '@/lib/client/control-operation'
import { errorDetail } from '@/lib/client/error-detail'
import { showToast } from '@/lib/client/toasts'
import type { Operation } from '@/lib/domain/operation'
import { lowestRole } from '@/lib/domain/policy'
import type { OperationProgress } from '@/lib/domain/progress'
import { type ControlWords, controlWords } from './control-words'
import type { Offer } from './operation-offers'
import { failedActToast } from './operation-toast'

type Props = { offer: Offer; operation: Operation; progress: OperationProgress | undefined }

/** Pause, continue, cancel or retry: at once where it is light, after a dialog where it is grave. */
export function ControlButton({ offer, operation, progress }: Props) {
  const { data: state } = useOrgState()
  const [open, setOpen] = useState(false)
  const control = useControlOperation(operation)
  const words = controlWords(offer.act, operation, progress)
  const allowed = may(state, offer.permission)
  const press = () => {
    if (offer.asks) setOpen(true)
    else control.mutate(offer.act, { onError: (error) => showToast(failedActToast(words.button, error)) })
  }
  return (
    <>
      <Button
        look={offer.act === 'cancel' ? 'quiet' : offer.act === 'pause' ? 'plain' : 'strong'}
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
  offer: Offer
  words: ControlWords
  control: ReturnType<typeof useControlOperation>
  onClose: () => void
}) {
  const signIn = useRecentSignIn({ onlyWhenRefused: !offer.signIn })
  const back = useRef<HTMLButtonElement>(null)
  const go = async () => {
    const done = await signIn.run(() => control.mutateAsync(offer.act)).catch(() => null)
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
          <Button look="strong" size="big" disabled={!signIn.ready || control.isPending} onClick={go}>
            {control.isPending ? 'Sent…' : words.go}
          </Button>
        </>
      }
    >
      {offer.signIn && <PasswordField signIn={signIn} />}
      {control.error && (
        <p role="alert" className="text-stop">
          {errorDetail(control.error)}
        </p>
      )}
    </Modal>
  )
}
