import { Planned } from '@/components/time/planned'
import { TimeField } from '@/components/time/time-field'
import { Choice } from '@/components/ui/choice'
import type { useWhen } from './use-when'

const OPTIONS = [
  {
    value: 'end',
    text: 'An end',
    hint: 'From then on it revokes no new devices. What it revoked stays revoked until a person lifts it.',
  },
  {
    value: 'reminder',
    text: 'No end, a reminder',
    hint: 'It stays until a person lifts or ends it. Every page says so when the reminder is due.',
  },
] as const

/** Until when a fence is in force: an end, or a reminder that it has none. */
export function FenceEndField({ when }: { when: ReturnType<typeof useWhen> }) {
  return (
    <>
      <Choice legend="Until" options={OPTIONS} value={when.until} onChange={when.setUntil} />
      <TimeField
        label={when.until === 'end' ? 'Ends' : 'Reminder'}
        value={when.time}
        error={when.fault}
        onType={when.typeTime}
        onPick={when.pickTime}
      />
    </>
  )
}

/** Until when the fence will be in force, in sight beside the confirm: its field may have scrolled away. Nothing while the time is not right. */
export function FenceTermLine({ when }: { when: ReturnType<typeof useWhen> }) {
  const fence = when.when === 'fence' ? when.part()?.fence : undefined
  const end = fence?.endsAt
  const at = end ?? fence?.remindAt
  if (!at) return null
  return (
    <p className="text-small">
      {end ? 'Ends' : 'No end; a reminder at'} <Planned at={at} />
    </p>
  )
}
