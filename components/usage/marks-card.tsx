'use client'
import { Play, Square } from 'lucide-react'
import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { number, operationScope, operationTitle } from '@/components/words/operation-words'
import { isStop } from '@/lib/domain/operation'
import type { Usage, UsageMark } from '@/lib/domain/wire/usage'

/** The stops and resumes that are marked in the charts, newest first, each with its operation. */
export function MarksCard({ marks: { shown, leftOut } }: Pick<Usage, 'marks'>) {
  const org = useOrgSlug()
  if (shown.length === 0) return null
  return (
    <Card
      title="Stops and resumes"
      aside={
        leftOut > 0 && (
          <Link href={`/${org}/operations`} prefetch={false} className="underline underline-offset-2">
            {number(leftOut)} older ones
          </Link>
        )
      }
    >
      <ul className="max-h-72 overflow-y-auto print:max-h-none">
        {shown.toReversed().map((mark) => (
          <MarkLine key={mark.operationId} org={org} mark={mark} />
        ))}
      </ul>
    </Card>
  )
}

function MarkLine({ org, mark }: { org: string; mark: UsageMark }) {
  const stop = isStop(mark.kind)
  const Icon = stop ? Square : Play
  const named = {
    ...mark,
    total: mark.devices ?? 0,
    undoes: null,
    fence: mark.isFence,
  }
  const scope = operationScope(named)
  return (
    <li className="border-t">
      <Link
        href={`/${org}/operations/${mark.operationId}`}
        prefetch={false}
        className="touch flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-hover"
      >
        <Icon aria-hidden className={`size-3 shrink-0 fill-current ${stop ? 'text-stop' : 'text-ok'}`} />
        <span className="wrap-anywhere">{operationTitle(named)}</span>
        {scope && <span className="mono min-w-0 text-small wrap-anywhere text-soft">{scope}</span>}
        <span className="text-soft">
          by <bdi>{mark.by}</bdi>
        </span>
        {mark.reason && (
          <span className="min-w-0 truncate text-soft">
            “<bdi>{mark.reason}</bdi>”
          </span>
        )}
        <span className="ml-auto text-small text-faint">
          <ExactTime at={mark.at} />
        </span>
      </Link>
    </li>
  )
}
