'use client'
import type { ReactNode } from 'react'
import { FenceState } from '@/components/fences/fence-state'
import { StackedBar } from '@/components/ui/stacked-bar'
import { endingWords, operationName } from '@/components/words/ending-words'
import { operationResult } from '@/components/words/operation-words'
import { formatPlanned } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import { useNow } from '@/lib/client/state/use-now'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import { stateIcon } from './operation-state'
import { ProgressBar } from './progress-bar'

const TEXT = { ok: 'text-ok', stop: 'text-stop', wait: 'text-wait', off: 'text-off' } as const

type Props = { operation: Operation; progress: OperationProgress | undefined; children: ReactNode }

/** The result of an operation in a row: a small bar, its sign, and words; where another one ended it, that one by name. */
export function RowResult({ operation, progress, children }: Props) {
  const { tone } = operationResult(operation)
  const ending = endingWords(operation)
  const Icon = stateIcon(ending?.over ? 'off' : tone, operation.state)
  return (
    <>
      <span className="flex min-w-0 items-center gap-x-2">
        <span aria-hidden className="w-10 shrink-0 empty:hidden @3xl:empty:block">
          {!ending?.over && <RowBar operation={operation} progress={progress} />}
        </span>
        <span className={`flex min-w-0 items-center gap-1.5 text-small ${TEXT[ending?.over ? 'off' : tone]}`}>
          <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
          <span className="min-w-0 wrap-anywhere @3xl:truncate">
            {ending ? <Ended operation={operation} /> : children}
          </span>
        </span>
      </span>
      {operation.fence && <FenceState fence={operation.fence} />}
    </>
  )
}

/** Evidence where a stop is in force, outcomes else; nothing for what has neither: an act on the whole org, or one for later. */
function RowBar({ operation, progress }: { operation: Operation; progress: OperationProgress | undefined }) {
  const { stop, total, state } = operation
  if (state === 'scheduled') return null
  if (stop?.status === 'accepted') {
    const { confirmed, asked, contradicted, waiting } = stop.counts
    return (
      <StackedBar
        label=""
        parts={[
          { value: confirmed, className: 'fill-ok' },
          { value: asked, className: 'fill-edge' },
          { value: contradicted, className: 'fill-stop' },
          { value: waiting, className: 'fill-off-bg' },
        ]}
      />
    )
  }
  return total > 0 ? <ProgressBar operation={operation} progress={progress} /> : null
}

function Ended({ operation }: { operation: Operation }) {
  const now = useNow()
  const zone = useZone()
  const words = endingWords(operation)
  if (!words) return null
  const { by, word, extent } = words
  const text = `${word} ${operationName(by)}, ${formatPlanned(Date.parse(by.requestedAt), now, zone)}, `
  return (
    <span title={`${text}${by.by}`}>
      {text}
      <bdi>{by.by}</bdi>
      {extent && ` (${extent})`}
    </span>
  )
}
