'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRef } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { useOrgSlug } from '@/components/org/use-org'
import { useDays } from '@/components/time/use-days'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { NewerButton } from '@/components/ui/newer-button'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { activityQuery, activityViewCsvHref } from '@/lib/client/api/activity-query'
import { useHeldRows } from '@/lib/client/browser/use-row-lock'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { ActivityFilterBar } from './activity-filter-bar'
import { EventLine } from './event-line'
import { readFilters } from './read-filters'

/** The record: who did what, when, why. Filters live in the URL. */
export function ActivityPage() {
  const org = useOrgSlug()
  const [params, write] = useUrlState()
  const filters = readFilters(params)
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    activityQuery(org, filters),
  )
  const events = data?.pages.flatMap((page) => page.events) ?? []
  const list = useRef<HTMLOListElement>(null)
  const held = useHeldRows(list, events, JSON.stringify([org, filters]))
  const days = useDays(held.rows.map(({ at }) => at))
  const filtered = Object.keys(filters).length > 0
  const clear = () => write({ person: null, kind: null, device: null, from: null, to: null })
  return (
    <PageBody
      title="Activity"
      aside={
        <>
          <NewerButton waiting={held.waiting} onShow={held.release} />
          <a
            className={buttonClass()}
            href={activityViewCsvHref(org, filters)}
            aria-label={filtered ? 'The shown events as CSV' : 'All events as CSV'}
            download
          >
            CSV
          </a>
          <Link href={`/${org}/activity/record`} prefetch={false} className={buttonClass()}>
            Proof and export
          </Link>
        </>
      }
    >
      <ActivityFilterBar
        filters={filters}
        people={data?.pages[0]?.people ?? []}
        onChange={write}
        onClear={filtered ? clear : undefined}
      />
      {error && data && <OldDataNote error={error} />}
      <Card>
        {isPending && <Skeleton rows={10} label="Loading activity" />}
        {error && !data && <FailureNotice what="The record" error={error} retry={refetch} />}
        {data && events.length === 0 && (
          <Notice
            title={filtered ? 'No event matches' : 'Nothing is recorded yet'}
            action={filtered && <Button onClick={clear}>Clear the filters</Button>}
          >
            {filtered ? 'Remove a filter, or take a longer time.' : 'Every act of a person appears here as it happens.'}
          </Notice>
        )}
        <ol ref={list} aria-label="Events, newest first">
          {held.rows.map((event, index) => (
            <li key={event.id} className="border-t px-4 py-2 first:border-t-0">
              {days[index] && <p className="pt-1 pb-2 text-small font-medium text-soft">{days[index]}</p>}
              <EventLine event={event} org={org} ofDay />
            </li>
          ))}
        </ol>
      </Card>
      {hasNextPage && (
        <Button className="self-start" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Show older ones'}
        </Button>
      )}
    </PageBody>
  )
}
