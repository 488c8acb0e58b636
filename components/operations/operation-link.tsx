'use client'
import Link from 'next/link'
import { endingWords, operationName } from '@/components/words/ending-words'
import { formatMinute } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import type { NamedOperation, Operation } from '@/lib/domain/operation'

/** Another operation by what a person knows of it: `Restore of 6 devices, 12 Nov 2026, 14:02 UTC, Ann`. */
export function OperationLink({ org, to }: { org: string; to: NamedOperation }) {
  const zone = useZone()
  return (
    <Link
      href={`/${org}/operations/${to.id}`}
      prefetch={false}
      className="wrap-anywhere underline underline-offset-2 pointer-coarse:py-2.5"
    >
      {operationName(to)}, {formatMinute(Date.parse(to.requestedAt), zone)}, <bdi>{to.by}</bdi>
    </Link>
  )
}

/** What took an operation back, lifted or superseded it; nothing where nothing did. */
export function EndedBy({ operation }: { operation: Operation }) {
  const words = endingWords(operation)
  if (!words) return null
  return (
    <p role="status" className="rounded-box bg-off-bg px-3 py-2">
      {words.word} <OperationLink org={operation.org} to={words.by} />
      {words.extent && <span className="text-soft"> ({words.extent})</span>}
    </p>
  )
}
