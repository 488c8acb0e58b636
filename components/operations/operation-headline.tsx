'use client'
import { Ago } from '@/components/time/ago'
import { endingWords } from '@/components/words/ending-words'
import { leftWords } from '@/components/words/operation-left'
import { operationResult, operationTitle } from '@/components/words/operation-words'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import { KindIcon } from './kind-icon'
import { OperationState } from './operation-state'

/** What was asked, and whether it is undone or superseded since. Of a stop of the whole org, whether it is in force. */
export function OperationTitle({ operation }: { operation: Operation }) {
  const result = operationResult(operation)
  const title = operation.stop && operation.kind === 'disable' ? result.text : operationTitle(operation)
  const mark = endingWords(operation)?.mark
  return (
    <span className="flex items-center gap-2">
      <KindIcon operation={operation} />
      <span className={`min-w-0 wrap-anywhere ${result.tone === 'stop' ? 'text-stop' : ''}`}>
        {title}
        {mark && !title.endsWith(` ${mark}`) && <span className="font-normal text-soft"> · {mark}</span>}
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
  const left = leftWords(operation, progress)
  const isTitled = operation.kind === 'disable' && operation.stop !== null
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span role="status" className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {isTitled ? (
          <span className="font-medium">{operationTitle(operation)}</span>
        ) : (
          <OperationState operation={operation} />
        )}
        {left && <span>{left}</span>}
      </span>
      <span className="text-soft">
        asked by <bdi>{operation.by.name}</bdi>, <Ago at={operation.requestedAt} />
      </span>
    </div>
  )
}
