import { CircleCheck, CircleDashed, CircleSlash, Square } from 'lucide-react'
import Link from 'next/link'
import { Ago } from '@/components/ui/ago'
import { Pill, type Tone } from '@/components/ui/pill'
import type { Operation } from '@/lib/domain/operation'
import { evidenceSentence, operationResult, operationTitle } from './operation-words'

const ICON = { ok: CircleCheck, stop: Square, wait: CircleDashed, off: CircleSlash } satisfies Record<Tone, unknown>

/** How an operation stands, as a pill. */
export function OperationState({ operation }: { operation: Operation }) {
  const { tone, text } = operationResult(operation)
  return (
    <Pill tone={tone} icon={ICON[tone]}>
      {text}
    </Pill>
  )
}

/** One operation in a list: what, how it stands, who, when, why. */
export function OperationRow({ operation }: { operation: Operation }) {
  const { id, org, by, requestedAt, reason, selector, stop } = operation
  return (
    <li className="flex flex-col gap-1 border-t px-4 py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/${org}/operations/${id}`}
          prefetch={false}
          className="inline-flex items-center font-medium underline-offset-2 hover:underline pointer-coarse:min-h-[44px]"
        >
          {operationTitle(operation)}
        </Link>
        <OperationState operation={operation} />
        {stop?.status === 'accepted' && <span className="text-[13px] text-soft">{evidenceSentence(stop.counts)}</span>}
      </div>
      <p className="text-[13px] text-soft wrap-anywhere">
        {by.name}, <Ago at={requestedAt} />
        {selector !== null && (
          <>
            {' · '}
            <span className="mono">{selector || 'the whole fleet'}</span>
          </>
        )}
        {reason && ` · “${reason}”`}
      </p>
    </li>
  )
}
