'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { Button, type ButtonSize } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { endStop } from '@/lib/client/api/stop-acts'
import { useMutation } from '@/lib/client/api/use-mutation'
import { isInForce, type Operation } from '@/lib/domain/operation'

const WORDS = {
  withdraw: {
    verb: 'Withdraw',
    title: 'Withdraw this stop?',
    about: 'It is not in force, and will be sent no more. Nothing that was stopped starts again.',
  },
  close: {
    verb: 'End watching',
    title: 'End watching this stop?',
    about: 'What it stopped stays stopped. The console no longer checks that it does, and raises no alarm.',
  },
  end: {
    verb: 'End now',
    title: 'End this fence now?',
    about:
      'It revokes no new devices. What it revoked stays revoked until the fence is lifted. It is no longer watched, and raises no alarm.',
  },
} as const

type Ending = keyof typeof WORDS
type Props = {
  org: string
  operationId: string
  ending: Ending
  /** How many devices the stop is of; 0: the whole org. */
  total: number
  size?: ButtonSize
  lacks?: string
}

/** How to end a stop that is not over: `withdraw` sends no more, `close` watches no more, `end` is for a fence. */
export const endingOf = ({ stop, fence }: Pick<Operation, 'stop' | 'fence'>): Ending =>
  stop?.status !== 'accepted' ? 'withdraw' : fence && isInForce(fence) ? 'end' : 'close'

/** Ends a stop without resuming. `lacks`: why it cannot be pressed. */
export function EndStopButton({ org, operationId, ending, total, size, lacks }: Props) {
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  const end = useMutation({
    mutationFn: (reason: string | undefined) => endStop(org, operationId, reason),
    onSuccess: () => {
      setOpen(false)
      return client.invalidateQueries({ queryKey: ['org', org] })
    },
  })
  const guard = useGuard(ending === 'end' || total !== 1)
  const press = () => guard.run((reason) => end.mutateAsync(reason)).catch(() => null)
  const { verb, title, about } = WORDS[ending]
  return (
    <>
      <Button size={size} disabled={lacks !== undefined} title={lacks} onClick={() => setOpen(true)}>
        {verb}…
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        alert
        initialFocus={cancel}
        title={title}
        about={about}
        footer={
          <>
            <Button ref={cancel} size="big" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button look="strong" size="big" disabled={end.isPending || !guard.ready} onClick={() => void press()}>
              {verb}
            </Button>
          </>
        }
      >
        <GuardFields guard={guard} error={end.error} />
      </Modal>
    </>
  )
}
