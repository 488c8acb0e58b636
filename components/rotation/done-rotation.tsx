'use client'
import { useState } from 'react'
import { ConfirmFields } from '@/components/access/confirm-fields'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { ExactTime } from '@/components/time/exact-time'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Modal } from '@/components/ui/modal'
import { rotatedKeyWords } from '@/components/words/rotated-key-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useEndPrevious } from '@/lib/client/api/rotation/rotation-queries'
import { useNow } from '@/lib/client/state/use-now'
import type { RotationView } from '@/lib/domain/wire/rotation'

/** `onAgain`: absent for a role that changes no key. */
type Props = { org: string; rotation: RotationView; onAgain?: () => void }

/** The last rotation of a key that is done: when the old key ends, or ended, and the way to end it now, or to rotate again. */
export function DoneRotation({ org, rotation, onAgain }: Props) {
  const { requestedAt, by, previousUntil, previousEndedAt, fault } = rotation
  const now = useNow()
  const [isEnding, setEnding] = useState(false)
  const runs = previousEndedAt === null && previousUntil !== null && Date.parse(previousUntil) > now
  return (
    <Card title="Rotated">
      <div className="flex flex-col items-start gap-2 px-4 pb-4">
        <p>
          {by.name} rotated {rotatedKeyWords(rotation)} <ExactTime at={requestedAt} />.{' '}
          <OldKey previousUntil={previousUntil} previousEndedAt={previousEndedAt} runs={runs} isSure={fault === null} />
        </p>
        {fault === 'upstream-unsupported' && runs && <p className="text-wait">This authority cannot end it sooner.</p>}
        <div className="flex flex-wrap gap-2">
          {runs && onAgain && fault !== 'upstream-unsupported' && (
            <Button onClick={() => setEnding(true)}>End the old key now…</Button>
          )}
          {onAgain && <Button onClick={onAgain}>Rotate again…</Button>}
        </div>
      </div>
      {isEnding && <EndDialog org={org} rotation={rotation} onClose={() => setEnding(false)} />}
    </Card>
  )
}

/** `isSure`: no call to end it is without an answer. */
type OldKeyProps = Pick<RotationView, 'previousUntil' | 'previousEndedAt'> & { runs: boolean; isSure: boolean }

function OldKey({ previousUntil, previousEndedAt, runs, isSure }: OldKeyProps) {
  const at = previousEndedAt ?? previousUntil
  if (at === null) return <>This authority does not report when the old key ends.</>
  return (
    <>
      The old key {runs ? 'works until' : 'ended'} <ExactTime at={at} />
      {runs && !isSure && ' at the latest'}.
    </>
  )
}

function EndDialog({ org, rotation, onClose }: { org: string; rotation: RotationView; onClose: () => void }) {
  const signIn = useRecentSignIn()
  const end = useEndPrevious(org, rotation.id)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const isReady = typed.trim() === org && reason.trim() !== '' && signIn.ready && !end.isPending
  const send = async () => {
    if (await signIn.run(() => end.mutateAsync({ reason, typed })).catch(() => null)) onClose()
  }
  return (
    <Modal
      open
      alert
      onClose={onClose}
      title="End the old key now?"
      about="From the next request on each device that still has it is denied. It cannot be taken back."
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" size="big" disabled={!isReady} onClick={() => void send()}>
            End the old key
          </Button>
        </>
      }
    >
      <ConfirmFields org={org} reason={reason} typed={typed} onReason={setReason} onTyped={setTyped} />
      <PasswordField signIn={signIn} />
      {end.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(end.error)}
        </p>
      )}
    </Modal>
  )
}
