import { WordHelp } from '@/components/glossary/word-help'
import type { GlossaryWord } from '@/components/words/glossary'
import type { DeviceRow } from '@/lib/domain/wire/devices'

type State = Pick<DeviceRow, 'status' | 'stop'>

/** The definition of what `DeviceState` says. A revoked device has none here: its holds, which say why, have one. */
export function DeviceStateHelp({ device }: { device: State }) {
  const words = wordsOf(device)
  return words && <WordHelp words={words} />
}

function wordsOf({ status, stop }: State): readonly [GlossaryWord, ...GlossaryWord[]] | null {
  if (stop) return [stop]
  return status === 'active' ? ['active', 'running'] : null
}
