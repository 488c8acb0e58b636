'use client'
import { type ReactNode, useRef } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { IdText } from '@/components/ids/id-text'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { devices } from '@/components/words/operation-words'
import { type DeviceKeyActName, useDeviceKeyAct } from '@/lib/client/api/connect/device-key-queries'
import { showToast } from '@/lib/client/state/toasts'
import { keyActToast } from './key-act-toast'

const WORDS: Record<DeviceKeyActName, { ask: (whom: ReactNode) => ReactNode; about: string; press: string }> = {
  release: {
    ask: (whom) => <>Allow {whom} a new key?</>,
    about:
      'Within the hour, the next register under an enrolment key gets a device key. What the device validates with now goes on working until that key is there.',
    press: 'Allow a new key',
  },
  end: {
    ask: (whom) => <>End the keys of {whom}?</>,
    about:
      'From the next request on they open nothing. A device without another way in is denied until it is allowed a new key.',
    press: 'End the keys',
  },
  lift: {
    ask: (whom) => <>Lift the block of {whom}?</>,
    about:
      'Its revoked device was removed. Without the block, an enrolment key registers the id again, and it may work.',
    press: 'Lift the block',
  },
}

type Props = { org: string; act: DeviceKeyActName; ids: readonly string[]; onClose: () => void }

/** Confirms an act on the keys of these devices. What lets agents in asks for a reason where a restore of as many does. */
export function KeyActDialog({ org, act, ids, onClose }: Props) {
  const cancel = useRef<HTMLButtonElement>(null)
  const send = useDeviceKeyAct(org, act)
  const guard = useGuard(act === 'lift' || (act === 'release' && ids.length > 1))
  const { ask, about, press } = WORDS[act]
  const [only] = ids
  const confirm = async () => {
    const done = await guard.run((reason) => send.mutateAsync({ ids, reason })).catch(() => null)
    if (!done) return
    showToast(keyActToast(act, ids, done))
    onClose()
  }
  return (
    <Modal
      open
      alert
      onClose={onClose}
      initialFocus={cancel}
      title={ask(ids.length === 1 && only !== undefined ? <IdText id={only} /> : devices(ids.length))}
      about={about}
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look={act === 'end' ? 'danger' : 'strong'}
            size="big"
            disabled={send.isPending || !guard.ready}
            onClick={confirm}
          >
            {press}
          </Button>
        </>
      }
    >
      {ids.length > 1 && <IdsOfAct ids={ids} />}
      <GuardFields guard={guard} error={send.error} />
    </Modal>
  )
}

/** Every id that the act is of. */
const IdsOfAct = ({ ids }: { ids: readonly string[] }) => (
  <ScrollRegion label="Devices of this act" className="max-h-48 shrink-0 overflow-y-auto rounded-box border px-3 py-2">
    <ul className="flex flex-col gap-1">
      {ids.map((id) => (
        <li key={id}>
          <IdText id={id} />
        </li>
      ))}
    </ul>
  </ScrollRegion>
)
