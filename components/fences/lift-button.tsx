'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button, type ButtonSize } from '@/components/ui/button'

const ReviewDialog = dynamic(() => import('@/components/review/review-dialog').then((module) => module.ReviewDialog), {
  ssr: false,
})

type Props = { operationId: string; size?: ButtonSize; lacks?: string }

/** Takes a fence back, by the reviewed undo of its revoke. `lacks`: why it cannot be pressed. */
export function LiftButton({ operationId, size, lacks }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size={size} disabled={lacks !== undefined} title={lacks} onClick={() => setOpen(true)}>
        Lift…
      </Button>
      {open && (
        <ReviewDialog
          kind="restore"
          target={{ selector: `op:${operationId}` }}
          undoes={operationId}
          lifts
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
