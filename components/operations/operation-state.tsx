import { CircleCheck, CircleDashed, CircleSlash, Clock, Square } from 'lucide-react'
import { Pill, type Tone } from '@/components/ui/pill'
import { operationResult } from '@/components/words/operation-words'
import type { Operation } from '@/lib/domain/operation'

const ICON = { ok: CircleCheck, stop: Square, wait: CircleDashed, off: CircleSlash } satisfies Record<Tone, unknown>

/** The sign of a state. */
export const stateIcon = (tone: Tone, state: Operation['state']) => (state === 'scheduled' ? Clock : ICON[tone])

/** The state of an operation, as a pill. */
export function OperationState({ operation }: { operation: Operation }) {
  const { tone, text } = operationResult(operation)
  return (
    <Pill tone={tone} icon={stateIcon(tone, operation.state)}>
      {text}
    </Pill>
  )
}
