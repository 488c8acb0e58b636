import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { changeLines, unknownWords } from '@/components/words/change-words'
import type { DayChanges } from '@/lib/domain/figures/day-changes'

/** What changed since yesterday, each in one short line. Nothing where nothing changed. */
export function ChangesCard({ changes }: { changes: DayChanges }) {
  const org = useOrgSlug()
  const lines = changeLines(changes)
  const unknown = unknownWords(changes)
  if (lines.length === 0) return null
  return (
    <Card
      title="Changed in the last 24 h"
      aside={
        <Link href={`/${org}/activity`} prefetch={false} className="underline underline-offset-2 pointer-coarse:py-2.5">
          Activity
        </Link>
      }
    >
      <ul className="flex flex-wrap gap-x-2 gap-y-1.5 px-4 pb-3">
        {lines.map((line) => (
          <li key={line} className="rounded-tight bg-off-bg px-2 py-0.5">
            {line}
          </li>
        ))}
      </ul>
      {(unknown || changes.since) && (
        <p className="px-4 pb-3 text-small text-soft">
          {changes.since && (
            <>
              Devices and cap: against the sample of <Ago at={changes.since} />.{' '}
            </>
          )}
          {unknown}
        </p>
      )}
    </Card>
  )
}
