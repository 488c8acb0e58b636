import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePlay,
  CircleSlash,
  type LucideIcon,
  OctagonAlert,
  Square,
} from 'lucide-react'
import { Pill, type Tone } from '@/components/ui/pill'
import type { DeviceRow } from '@/lib/domain/wire/devices'

type Look = { tone: Tone; icon: LucideIcon; word: string }

/** The state of a device in a word; under a stop also what is known of it. Silence is amber, never green. */
export function deviceLook(
  { status, running, stop }: Pick<DeviceRow, 'status' | 'running' | 'stop'>,
  orgStopped: boolean,
): Look {
  if (stop === 'contradicted') return { tone: 'stop', icon: OctagonAlert, word: 'Contradicted' }
  if (status === 'unknown') return { tone: 'wait', icon: CircleHelp, word: 'Unknown' }
  const held = status === 'revoked' ? 'Revoked' : 'Stopped'
  if (stop === 'waiting') return { tone: 'wait', icon: CircleDashed, word: `${held}, waiting` }
  if (stop === 'asked') return { tone: 'wait', icon: CircleDashed, word: `${held}, asked` }
  if (stop === 'confirmed') return { tone: 'off', icon: CircleCheck, word: `${held}, confirmed` }
  if (status === 'revoked') return { tone: 'off', icon: CircleSlash, word: 'Revoked' }
  if (orgStopped) return { tone: 'off', icon: Square, word: 'Org stopped' }
  return running
    ? { tone: 'ok', icon: CirclePlay, word: 'Active' }
    : { tone: 'wait', icon: CircleDashed, word: 'Active, silent' }
}

type Props = { device: Pick<DeviceRow, 'status' | 'running' | 'stop'>; orgStopped: boolean }

export function DeviceState({ device, orgStopped }: Props) {
  const { tone, icon, word } = deviceLook(device, orgStopped)
  return (
    <Pill tone={tone} icon={icon}>
      {word}
    </Pill>
  )
}
