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
      title="Since yesterday"
      aside={
        <Link href={`/${org}/activity`} prefetch={false} className="underline underline-offset-2 pointer-coarse:py-2.5">
          Activity
        </Link>
      }
    >
      <ul className="flex flex-col gap-x-5 gap-y-0.5 px-4 pb-2 sm:flex-row sm:flex-wrap">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="px-4 pb-3 text-small text-soft">
        {changes.since && (
          <>
            Devices and cap are compared with the oldest sample of the day, <Ago at={changes.since} />.{' '}
          </>
        )}
        {unknown}
      </p>
    </Card>
  )
}
