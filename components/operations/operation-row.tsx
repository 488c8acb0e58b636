'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Ago } from '@/components/time/ago'
import { Planned } from '@/components/time/planned'
import { endingWords } from '@/components/words/ending-words'
import { operationScope, operationTitle, progressSentence, resultLine } from '@/components/words/operation-words'
import { operationProgressQuery } from '@/lib/client/api/operation-queries'
import type { Operation } from '@/lib/domain/operation'
import { KindIcon } from './kind-icon'
import { RowResult } from './row-result'

/**
 * One operation in a list: what, what came of it, by whom, when. One line where the list is wide, and what is cut there is whole on
 * its page and on hover; where it is narrow, as many lines as it takes.
 */
export function OperationRow({ operation }: { operation: Operation }) {
  const { id, org, by, requestedAt } = operation
  const title = operationTitle(operation)
  const ending = endingWords(operation)
  return (
    <li className="@container border-t first:border-t-0">
      <div className="grid grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-2.5 px-4 py-2 @3xl:grid-cols-[1rem_minmax(0,1.1fr)_minmax(0,1fr)_9rem_5.5rem] @3xl:py-1.5">
        <KindIcon operation={operation} />
        <p className="flex min-w-0 items-baseline gap-x-2">
          <Link
            href={`/${org}/operations/${id}`}
            prefetch={false}
            title={title}
            className="touch inline-flex min-w-0 shrink items-center font-medium underline-offset-2 hover:underline @3xl:shrink-0 @3xl:max-w-full"
          >
            <span className={`wrap-anywhere @3xl:truncate ${ending?.over ? 'text-soft' : ''}`}>
              {title}
              {ending && <span className="font-normal text-soft"> · {ending.mark}</span>}
            </span>
          </Link>
          <Why operation={operation} />
        </p>
        <span className="col-start-3 row-start-1 text-right text-small text-soft @3xl:col-start-5">
          <Ago at={requestedAt} side="end" still />
        </span>
        <div className="col-span-2 col-start-2 row-start-2 flex min-w-0 flex-wrap items-center gap-x-2 @3xl:flex-nowrap @3xl:col-span-1 @3xl:col-start-3 @3xl:row-start-1">
          <Scope operation={operation} />
          <Result operation={operation} />
        </div>
        <bdi
          className="hidden truncate text-small text-soft @3xl:col-start-4 @3xl:row-start-1 @3xl:block"
          title={by.name}
        >
          {by.name}
        </bdi>
      </div>
    </li>
  )
}

/** What it was of, on a line of its own where the list is narrow. */
function Scope({ operation }: { operation: Operation }) {
  const of = operationScope(operation)
  return of && <span className="mono min-w-0 basis-full text-small wrap-anywhere text-soft @3xl:hidden">{of}</span>
}

/** What it was of, and why: beside the title where there is room. */
function Why({ operation }: { operation: Operation }) {
  const { reason } = operation
  const of = operationScope(operation)
  if (!of && !reason) return null
  return (
    <span
      className="hidden min-w-0 truncate text-small text-faint @3xl:inline"
      title={[of, reason].filter(Boolean).join(' · ')}
    >
      {of && <span className="mono">{of}</span>}
      {of && reason && ' · '}
      {reason && (
        <>
          “<bdi>{reason}</bdi>”
        </>
      )}
    </span>
  )
}

function Result({ operation }: { operation: Operation }) {
  const { state, startAt, total, by } = operation
  const isUnderWay = state !== 'finished' && state !== 'scheduled' && total > 0
  const { data: progress } = useQuery({
    ...operationProgressQuery(operation.org, operation.id, true, 2_000),
    enabled: isUnderWay,
  })
  return (
    <>
      <RowResult operation={operation} progress={isUnderWay ? progress : undefined}>
        {resultLine(operation)}
        {isUnderWay && progress && ` · ${progressSentence(progress, state)}`}
        {state === 'scheduled' && startAt && (
          <>
            , begins <Planned at={startAt} />
          </>
        )}
      </RowResult>
      <span className="min-w-0 truncate text-small text-soft @3xl:hidden">
        by <bdi>{by.name}</bdi>
      </span>
    </>
  )
}
