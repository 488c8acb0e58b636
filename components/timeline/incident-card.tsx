'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { IdList } from '@/components/ids/id-text'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { number } from '@/components/words/operation-words'
import { isOpen } from '@/lib/client/api/is-open'
import { incidentHref, incidentQuery } from '@/lib/client/api/stop-queries'
import type { Incident } from '@/lib/domain/incident'
import type { Operation } from '@/lib/domain/operation'
import { TimelineList } from './timeline-list'

/** The line of a stop, oldest first, and the two files to hand on. */
export function IncidentCard({ operation }: { operation: Operation }) {
  const { org, id } = operation
  const { data, error, isPending, refetch } = useQuery(incidentQuery(org, id, isOpen(operation)))
  const file = (format: 'txt' | 'json', label: string) => (
    <a
      className={buttonClass('quiet', 'small')}
      aria-label={`Timeline as ${label}`}
      href={incidentHref(org, id, format)}
      download
    >
      {label}
    </a>
  )
  return (
    <Card
      title="Timeline"
      aside={
        <>
          {file('txt', 'Text')} {file('json', 'JSON')}
        </>
      }
    >
      {isPending && <Skeleton rows={5} label="Loading the timeline" />}
      {error && !data && <FailureNotice what="The timeline" error={error} retry={refetch} />}
      {data && <Line incident={data} />}
    </Card>
  )
}

function Line({ incident: { entries, leftOut, unconfirmed, covered, confirmed } }: { incident: Incident }) {
  const [sources, setSources] = useState(false)
  return (
    <section aria-label="Timeline" className="px-4 pb-3">
      <TimelineList entries={entries} leftOut={leftOut} sources={sources} />
      {confirmed > 0 && (
        <p className="pb-2 text-small text-soft">
          Confirmed: the first denial of a device that was seen, by the clock of the authority.
        </p>
      )}
      {covered > confirmed && (
        <p className="pb-2 text-small text-soft">
          No denial known of {number(covered - confirmed)}
          {unconfirmed.length <= 5 ? ': ' : '; the files name them.'}
          {unconfirmed.length <= 5 && <IdList ids={unconfirmed} />}
        </p>
      )}
      <SourcesButton shown={sources} onChange={setSources} />
    </section>
  )
}

/** Addresses and request ids are for looking something up: they are shown when asked for. */
export function SourcesButton({ shown, onChange }: { shown: boolean; onChange: (shown: boolean) => void }) {
  return (
    <Button look="quiet" size="small" className="-ml-2" aria-pressed={shown} onClick={() => onChange(!shown)}>
      {shown ? 'Hide addresses and request ids' : 'Show addresses and request ids'}
    </Button>
  )
}
