import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, CircleX, type LucideIcon } from 'lucide-react'
import { Pill, type Tone } from '@/components/ui/pill'
import { KIND_WORDS, NO_OUTCOME } from '@/components/words/operation-words'
import type { ItemOutcome, OperationKind } from '@/lib/domain/operation'

const LOOK: Record<ItemOutcome, { tone: Tone; icon: LucideIcon; word: string }> = {
  pending: { tone: 'wait', icon: CircleDashed, word: NO_OUTCOME },
  done: { tone: 'ok', icon: CircleCheck, word: '' },
  refused: { tone: 'stop', icon: CircleX, word: 'Refused' },
  failed: { tone: 'stop', icon: CircleX, word: 'Failed' },
  unknown: { tone: 'wait', icon: CircleHelp, word: 'Not known' },
  skipped: { tone: 'off', icon: CircleSlash, word: 'Skipped' },
}

/** Why a device was left alone. */
const SKIPPED: Record<string, string> = {
  unchanged: 'Was so already',
  cancelled: 'Not sent',
  held: 'Still held',
}

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase())

type Props = {
  outcome: ItemOutcome
  kind: OperationKind
  code?: string | null
  /** What became of the whole operation since (`undone`), where nothing of it is left. */
  since?: string
}

/** What became of one device in an operation; `code` says why one was skipped. */
export function OutcomePill({ outcome, kind, code, since }: Props) {
  const { tone, icon, word } = LOOK[outcome]
  // As everywhere else: what is revoked or removed is grey, green is what may work.
  const isOver = outcome === 'done' && (kind === 'revoke' || kind === 'remove')
  const skipped = outcome === 'skipped' ? SKIPPED[code ?? ''] : undefined
  return (
    <Pill tone={isOver ? 'off' : tone} icon={icon}>
      {skipped ?? capital(word || KIND_WORDS[kind].done)}
      {outcome === 'done' && since && `, ${since} since`}
    </Pill>
  )
}
