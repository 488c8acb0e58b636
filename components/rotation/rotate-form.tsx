'use client'
import { useState } from 'react'
import { ConfirmFields } from '@/components/access/confirm-fields'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { errorDetail } from '@/lib/client/api/error-detail'
import { mintId } from '@/lib/client/api/mint-id'
import { type ChosenKey, useRotateKey } from '@/lib/client/api/rotation/rotation-queries'
import { AppError } from '@/lib/domain/errors'
import { OVERLAPS_S } from '@/lib/domain/keys/rotation'
import type { Rotated } from '@/lib/domain/wire/rotation'
import { OVERLAP_WORDS } from './rotation-words'

type Props = {
  org: string
  chosen: ChosenKey
  /** Without one, the person chooses the overlap. */
  overlapSeconds?: number
  /** The rotation whose outcome is not known. */
  recovers?: string
  press: string
  onDone: (rotated: Rotated) => void
}

/** Asks what a rotation asks for, and rotates. A press that is repeated with the same form rotates once. */
export function RotateForm({ org, chosen, overlapSeconds, recovers, press, onDone }: Props) {
  const signIn = useRecentSignIn()
  const rotate = useRotateKey(org)
  const [id, setId] = useState(mintId)
  const [overlap, setOverlap] = useState('3600')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const isReady = typed.trim() === org && reason.trim() !== '' && signIn.ready && !rotate.isPending
  const send = async () => {
    const wanted = { id, ...chosen, overlapSeconds: overlapSeconds ?? Number(overlap), reason, typed, recovers }
    const rotated = await signIn
      .run(() => rotate.mutateAsync(wanted))
      .catch((error: unknown) => {
        // Where the console answered, this form is done with: the next press is another one.
        if (error instanceof AppError && error.code !== 'unavailable' && error.code !== 'internal') setId(mintId())
        return null
      })
    if (!rotated) return
    // The next press is another rotation.
    setId(mintId())
    setTyped('')
    onDone(rotated)
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-3 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void send()
      }}
    >
      {overlapSeconds === undefined && (
        <Choice
          legend="Overlap"
          value={overlap}
          onChange={setOverlap}
          options={OVERLAPS_S.map((seconds) => ({
            value: String(seconds),
            text: OVERLAP_WORDS[seconds] ?? `${seconds} s`,
            hint: seconds === 0 ? NO_OVERLAP : 'So long both keys work. Then the old one is denied.',
          }))}
        />
      )}
      <ConfirmFields org={org} reason={reason} typed={typed} onReason={setReason} onTyped={setTyped} />
      <PasswordField signIn={signIn} />
      {rotate.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(rotate.error)}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="danger" size="big" disabled={!isReady}>
          {rotate.isPending ? 'Rotating…' : press}
        </Button>
        {rotate.isPending && <span className="text-soft">The new key is tried before it counts: up to a minute.</span>}
      </div>
    </form>
  )
}

const NO_OVERLAP =
  'For a key that has leaked. The old one ends as soon as the new one has answered; agents are denied until they have it.'
