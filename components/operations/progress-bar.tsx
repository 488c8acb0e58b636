import { StackedBar } from '@/components/ui/stacked-bar'
import { outcomeSentence, progressSentence } from '@/components/words/operation-words'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'

/** Green: in the wanted state. Grey: answered, not read back yet. Red and amber: fell short, not known. */
export function ProgressBar({
  operation,
  progress,
}: {
  operation: Operation
  progress: OperationProgress | undefined
}) {
  const { kind, outcomes, total, state } = operation
  const settled = total - outcomes.pending
  const answered = Math.max(0, (progress?.answered ?? settled) - settled)
  const isOpen = state !== 'finished'
  return (
    <StackedBar
      label={isOpen && progress ? progressSentence(progress, state) : outcomeSentence(kind, outcomes)}
      parts={[
        { value: outcomes.done + outcomes.skipped, className: 'fill-ok' },
        { value: outcomes.failed + outcomes.refused, className: 'fill-stop' },
        { value: outcomes.unknown, className: 'fill-wait' },
        { value: answered, className: 'fill-edge' },
        { value: Math.max(0, outcomes.pending - answered), className: 'fill-off-bg' },
      ]}
    />
  )
}
