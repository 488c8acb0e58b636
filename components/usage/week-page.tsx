'use client'
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { useOrgSlug } from '@/components/org/use-org'
import { Button, buttonClass } from '@/components/ui/button'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { usageWeekFileHref, usageWeekQuery } from '@/lib/client/api/usage-query'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { consoleTime } from '@/lib/client/state/console-time'
import { useZone } from '@/lib/client/state/preferences'
import { isWeek, weekAfter, weekAt } from '@/lib/domain/time/iso-week'
import { WeekBody } from './week-body'

/** A week of an org, in the zone of the reader. */
export function WeekPage() {
  const org = useOrgSlug()
  const zone = useZone()
  const [params, write] = useUrlState()
  const current = weekAt(consoleTime.get(), zone)
  const named = params.get('week') ?? ''
  const week = isWeek(named) && named <= current ? named : current
  const { data, error, refetch } = useQuery(usageWeekQuery(org, week, zone))
  const go = (weeks: number) => write({ week: weekAfter(week, weeks) }, 'push')
  return (
    <PageBody
      title={`Week ${week.slice(6)} of ${week.slice(0, 4)}`}
      aside={
        <span className="flex flex-wrap items-center gap-2 print:hidden">
          <Button aria-label="The week before" onClick={() => go(-1)}>
            <ChevronLeft aria-hidden className="size-4" />
          </Button>
          <Button aria-label="The week after" disabled={week === current} onClick={() => go(1)}>
            <ChevronRight aria-hidden className="size-4" />
          </Button>
          <Button onClick={() => window.print()}>Print</Button>
          <a className={buttonClass()} href={usageWeekFileHref(org, 'md', week, zone)} download>
            Markdown
          </a>
          <a className={buttonClass()} href={usageWeekFileHref(org, 'csv', week, zone)} download>
            CSV
          </a>
          <Link className={buttonClass()} href={`/${org}/usage`} prefetch={false}>
            Usage
          </Link>
        </span>
      }
    >
      {!data && !error && <Skeleton rows={12} label="Loading the week" />}
      {!data && error && <FailureNotice what="The week" error={error} retry={refetch} />}
      {data && <WeekBody week={data} />}
    </PageBody>
  )
}
