import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, CircleX, type LucideIcon } from 'lucide-react'
import { Pill, type Tone } from '@/components/ui/pill'
import type { ItemOutcome, OperationKind } from '@/lib/domain/operation'
import { KIND_WORDS } from './operation-words'

const LOOK: Record<ItemOutcome, { tone: Tone; icon: LucideIcon; word: string }> = {
  pending: { tone: 'wait', icon: CircleDashed, word: 'To go' },
  done: { tone: 'ok', icon: CircleCheck, word: '' },
  refused: { tone: 'stop', icon: CircleX, word: 'Refused' },
  failed: { tone: 'stop', icon: CircleX, word: 'Failed' },
  unknown: { tone: 'wait', icon: CircleHelp, word: 'Not known' },
  skipped: { tone: 'off', icon: CircleSlash, word: 'Was so already' },
}

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase())

/** What became of one device in an operation. */
export function OutcomePill({ outcome, kind }: { outcome: ItemOutcome; kind: OperationKind }) {
  const { tone, icon, word } = LOOK[outcome]
  return (
    <Pill tone={tone} icon={icon}>
      {word || capital(KIND_WORDS[kind].done)}
    </Pill>
  )
}
