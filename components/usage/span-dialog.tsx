'use client'
import { useState } from 'react'
import { ClockChangeNote } from '@/components/time/clock-change-note'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { consoleTime } from '@/lib/client/state/console-time'
import { useZone } from '@/lib/client/state/preferences'
import { fromWallTime, toWallTime } from '@/lib/domain/time/wall-time'
import type { Usage } from '@/lib/domain/wire/usage'
import { spanFault } from './span-fault'

const DAY_MS = 86_400_000

type Props = {
  shown: Pick<Usage, 'from' | 'to'> | undefined
  onClose: () => void
  /** Epoch ms. */
  onChoose: (from: number, to: number) => void
}

/** A free span: from when to when, in the zone that times are shown in. An hour that comes twice begins with its first, and ends with its second. */
export function SpanDialog({ shown, onClose, onChoose }: Props) {
  const zone = useZone()
  const now = consoleTime.get()
  const [fromText, setFrom] = useState(() => toWallTime(shown ? Date.parse(shown.from) : now - DAY_MS, zone))
  const [toText, setTo] = useState(() => toWallTime(shown ? Date.parse(shown.to) : now, zone))
  const [tried, setTried] = useState(false)
  const from = fromWallTime(fromText, zone, 'from')
  const to = fromWallTime(toText, zone, 'until')
  const fault = spanFault(from, to, now)
  const choose = () => {
    setTried(true)
    if (fault === null && from !== null && to !== null) onChoose(from, to)
  }
  return (
    <Modal
      open
      onClose={onClose}
      title="Usage from – to"
      about="Minutes are kept for two days, hours for 100 days, days for two years."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="strong" onClick={choose}>
            Show
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          choose()
        }}
      >
        <Field
          label={`From (${zone})`}
          type="datetime-local"
          value={fromText}
          onChange={(event) => setFrom(event.target.value)}
        />
        <ClockChangeNote text={fromText} at={from} zone={zone} />
        <Field
          label={`To (${zone})`}
          type="datetime-local"
          value={toText}
          onChange={(event) => setTo(event.target.value)}
          error={tried ? fault : null}
        />
        <ClockChangeNote text={toText} at={to} zone={zone} />
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}
