'use client'
import { StackedBar } from '@/components/ui/stacked-bar'
import { formatDuration } from '@/lib/client/format-time'
import { useNow } from '@/lib/client/use-now'
import type { Operation } from '@/lib/domain/operation'
import { OperationState } from './operation-row'
import { number, outcomeSentence } from './operation-words'

/** Outcomes so far; while calls are out also how fast, and how long it will take at that speed. */
export function OperationProgress({ operation }: { operation: Operation }) {
  const { kind, outcomes, total, state } = operation
  const sentence = outcomeSentence(kind, outcomes)
  const mixed = Object.values(outcomes).filter((count) => count > 0).length > 1
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span role="status">
          <OperationState operation={operation} />
        </span>
        {state === 'running' && total > 0 && <Pace operation={operation} />}
      </div>
      {mixed && (
        <StackedBar
          label={sentence}
          parts={[
            { value: outcomes.done + outcomes.skipped, className: 'fill-ok' },
            { value: outcomes.failed + outcomes.refused, className: 'fill-stop' },
            { value: outcomes.unknown, className: 'fill-wait' },
            { value: outcomes.pending, className: 'fill-off-bg' },
          ]}
        />
      )}
      {operation.error && (
        <p role="alert" className="rounded-lg bg-wait-bg px-3 py-2 text-wait wrap-anywhere">
          {operation.error.message} <span className="mono">{operation.error.code}</span>
          {operation.error.requestId && <span className="whole-id"> {operation.error.requestId}</span>}
        </p>
      )}
    </div>
  )
}

function Pace({ operation }: { operation: Operation }) {
  const now = useNow()
  const over = operation.total - operation.outcomes.pending
  const perMs = over / Math.max(1, now - Date.parse(operation.requestedAt))
  const leftMs = perMs > 0 ? operation.outcomes.pending / perMs : null
  return (
    <span className="text-soft">
      {number(over)} of {number(operation.total)} · {number(Math.round(perMs * 1_000))} a second
      {leftMs !== null && ` · about ${formatDuration(leftMs + 999)} left`}
    </span>
  )
}
