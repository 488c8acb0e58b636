'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/error-detail'
import { endStop } from '@/lib/client/stop-acts'
import type { Operation } from '@/lib/domain/operation'

const WORDS = {
  withdraw: {
    verb: 'Withdraw',
    about: 'It is not in force, and will be sent no more. Nothing that was stopped starts again.',
  },
  close: {
    verb: 'Close',
    about: 'It holds: what it stopped stays stopped. It is watched no longer, and raises no alarm.',
  },
} as const

/** Ends a stop without resuming: withdraws one that is not in force, closes one that is. */
export function EndStopButton({ operation }: { operation: Operation }) {
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  const end = useMutation({
    mutationFn: () => endStop(operation.org, operation.id),
    onSuccess: () => {
      setOpen(false)
      return client.invalidateQueries({ queryKey: ['org', operation.org] })
    },
  })
  const { verb, about } = WORDS[operation.stop?.status === 'accepted' ? 'close' : 'withdraw']
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {verb}…
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        alert
        initialFocus={cancel}
        title={`${verb} this stop?`}
        about={about}
        footer={
          <>
            <Button ref={cancel} size="big" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button look="strong" size="big" disabled={end.isPending} onClick={() => end.mutate()}>
              {verb}
            </Button>
          </>
        }
      >
        {end.error && (
          <p role="alert" className="text-stop">
            {errorDetail(end.error)}
          </p>
        )}
      </Modal>
    </>
  )
}
