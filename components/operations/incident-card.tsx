'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { IdList } from '@/components/ids/id-text'
import { Isolates } from '@/components/ids/isolated'
import { ExactTime } from '@/components/time/exact-time'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { Skeleton } from '@/components/ui/skeleton'
import { number } from '@/components/words/operation-words'
import { isOpen } from '@/lib/client/api/is-open'
import { incidentHref, incidentQuery } from '@/lib/client/api/stop-queries'
import { isolated } from '@/lib/domain/ids/isolated'
import type { Incident, IncidentEntry } from '@/lib/domain/incident'
import type { Operation } from '@/lib/domain/operation'

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
  return (
    <ScrollRegion label="Timeline" className="max-h-[28rem] overflow-y-auto px-4 pb-4">
      {leftOut > 0 && (
        <p className="pb-2 text-small text-soft">{number(leftOut)} older entries are in the files only.</p>
      )}
      <ol className="flex flex-col gap-2.5">
        {entries.map((entry, index) => (
          <li key={`${entry.kind}${entry.at}${entry.deviceId ?? index}`}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {confirmed > 0 && (
        <p className="pt-2.5 text-small text-soft">
          ✓ The first denial of the device that was seen, by the clock of the authority.
        </p>
      )}
      {covered > confirmed && (
        <p className="pt-2.5 text-small text-soft">
          No denial known of {number(covered - confirmed)}
          {unconfirmed.length <= 5 ? ': ' : '; the files name them.'}
          {unconfirmed.length <= 5 && <IdList ids={unconfirmed} />}
        </p>
      )}
    </ScrollRegion>
  )
}

function Entry({ entry: { kind, at, by, text, address, requestId } }: { entry: IncidentEntry }) {
  return (
    <>
      <p className={`wrap-anywhere ${kind === 'confirmed' ? 'text-ok' : ''}`}>
        {kind === 'confirmed' ? (
          '✓ '
        ) : (
          <b className="font-medium">
            <bdi>{by.name}</bdi>
            {by.id === null && ':'}{' '}
          </b>
        )}
        {kind === 'confirmed' ? <Isolates text={isolated(text)} /> : text}
      </p>
      <p className="flex flex-wrap gap-x-2 text-small text-soft">
        {at ? <ExactTime at={at} /> : 'time unknown'}
        {address && <span>from {address}</span>}
        {requestId && <span className="whole-id text-faint">{requestId}</span>}
      </p>
    </>
  )
}
