'use client'
import { Ago } from '@/components/time/ago'
import { endingWords } from '@/components/words/ending-words'
import { leftWords } from '@/components/words/operation-left'
import { operationResult, operationScope, operationTitle } from '@/components/words/operation-words'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import { KindIcon } from './kind-icon'
import { OperationState } from './operation-state'

/** What was asked, as every list names it, and whether it is undone or superseded since. */
export function OperationTitle({ operation }: { operation: Operation }) {
  const { tone } = operationResult(operation)
  const isInForce = operation.kind === 'disable' && tone === 'stop'
  const mark = endingWords(operation)?.mark
  return (
    <span className="flex items-center gap-2">
      <KindIcon operation={operation} />
      <span className={`min-w-0 wrap-anywhere ${isInForce ? 'text-stop' : ''}`}>
        {operationTitle(operation)}
        {mark && <span className="font-normal text-soft"> · {mark}</span>}
      </span>
    </span>
  )
}

/** What came of it, what is left, who asked and when. */
export function OperationHeadline({
  operation,
  progress,
}: {
  operation: Operation
  progress: OperationProgress | undefined
}) {
  // What a stop waits for is counted below, by its confirmations.
  const left = leftWords(operation, progress, operation.stop?.status !== 'accepted')
  const of = operationScope(operation)
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      {of && <p className="mono basis-full wrap-anywhere">{of}</p>}
      <span role="status" className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <OperationState operation={operation} />
        {left && <span>{left}</span>}
      </span>
      <span className="text-soft">
        asked by <bdi>{operation.by.name}</bdi>, <Ago at={operation.requestedAt} />
      </span>
    </div>
  )
}
