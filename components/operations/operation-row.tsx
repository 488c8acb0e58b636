'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed, CircleSlash, Clock, Square } from 'lucide-react'
import Link from 'next/link'
import { FenceState } from '@/components/fences/fence-state'
import { Ago } from '@/components/time/ago'
import { Planned } from '@/components/time/planned'
import { Pill, type Tone } from '@/components/ui/pill'
import { evidenceSentence, operationResult, operationTitle, progressSentence } from '@/components/words/operation-words'
import { operationProgressQuery } from '@/lib/client/api/operation-queries'
import type { Operation } from '@/lib/domain/operation'
import { ProgressBar } from './progress-bar'

const ICON = { ok: CircleCheck, stop: Square, wait: CircleDashed, off: CircleSlash } satisfies Record<Tone, unknown>

/** The state of an operation, as a pill. */
export function OperationState({ operation }: { operation: Operation }) {
  const { tone, text } = operationResult(operation)
  return (
    <Pill tone={tone} icon={operation.state === 'scheduled' ? Clock : ICON[tone]}>
      {text}
    </Pill>
  )
}

/** How far an operation is that is not over: a bar, and the same in words. */
function RowProgress({ operation }: { operation: Operation }) {
  const { data: progress } = useQuery(operationProgressQuery(operation.org, operation.id, true, 2_000))
  if (!progress) return null
  return (
    <div className="flex max-w-[560px] flex-col gap-1 py-0.5">
      <ProgressBar operation={operation} progress={progress} />
      <p className="text-small text-soft">{progressSentence(progress, operation.state)}</p>
    </div>
  )
}

/** One operation in a list: what, its state, who, when, why. */
export function OperationRow({ operation }: { operation: Operation }) {
  const { id, org, by, requestedAt, reason, selector, stop, state, startAt, fence } = operation
  const isEmpty = fence != null && operation.total === 0
  const isUnderWay = state !== 'finished' && state !== 'scheduled'
  return (
    <li className="flex flex-col gap-1 border-t px-4 py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/${org}/operations/${id}`}
          prefetch={false}
          className="inline-flex min-w-0 items-center font-medium wrap-anywhere underline-offset-2 hover:underline pointer-coarse:min-h-[44px]"
        >
          {operationTitle(operation)}
        </Link>
        <OperationState operation={operation} />
        {fence && <FenceState fence={fence} />}
        {state === 'scheduled' && startAt && (
          <span className="text-small text-soft">
            begins <Planned at={startAt} />
          </span>
        )}
        {stop?.status === 'accepted' && !isEmpty && (
          <span className="text-small text-soft">{evidenceSentence(stop.counts)}</span>
        )}
      </div>
      {isUnderWay && operation.total > 0 && <RowProgress operation={operation} />}
      <p className="text-small text-soft wrap-anywhere">
        <bdi>{by.name}</bdi>, <Ago at={requestedAt} />
        {selector !== null && !fence && (
          <>
            {' · '}
            <span className="mono">{selector || 'the whole fleet'}</span>
          </>
        )}
        {reason && (
          <>
            {' '}
            · “<bdi>{reason}</bdi>”
          </>
        )}
      </p>
    </li>
  )
}
