import Link from 'next/link'
import { Isolates } from '@/components/ids/isolated'
import { Ago } from '@/components/time/ago'
import { TimeOfDay } from '@/components/time/time-of-day'
import { localTimes } from '@/lib/client/format/local-times'
import { useZone } from '@/lib/client/state/preferences'
import type { AuditEvent } from '@/lib/domain/audit'
import { auditSentence } from '@/lib/domain/audit-sentence'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'

/**
 * One event of the record: who, what, when; why and from where when it is known. On one line where there is room, with the times
 * at its beginning, below each other. `ofDay`: it is in a list by days, so the time of day is said too.
 */
export function EventLine({ event, org, ofDay = false }: { event: AuditEvent; org: string; ofDay?: boolean }) {
  const zone = useZone()
  const operationId = 'operationId' in event.data ? event.data.operationId : null
  return (
    <div className="@container">
      <div className="flex flex-wrap gap-x-2 @3xl:grid @3xl:grid-cols-[auto_minmax(0,1fr)_auto] @3xl:items-baseline @3xl:gap-x-4">
        <p className="basis-full wrap-anywhere @3xl:col-start-2 @3xl:row-start-1">
          <b className="font-medium">
            <bdi>{event.by.name}</bdi>
          </b>
          {event.by.id === null && ':'}{' '}
          <Isolates
            text={localTimes(
              auditSentence(event, (id) => isolated(shownId(id))),
              zone,
            )}
          />
          {event.reason && event.kind !== 'operation.reason' && (
            <>
              {' '}
              – “<bdi>{event.reason}</bdi>”
            </>
          )}
        </p>
        <span
          className={`self-center text-small text-soft @3xl:col-start-1 @3xl:row-start-1 @3xl:self-baseline ${ofDay ? '@3xl:w-[9.5rem]' : '@3xl:w-[5.5rem]'}`}
        >
          {ofDay && (
            <>
              <TimeOfDay at={event.at} /> <span aria-hidden>·</span>{' '}
            </>
          )}
          <Ago at={event.at} />
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-small text-soft @3xl:gap-x-4">
          {operationId && (
            <Link
              href={`/${org}/operations/${operationId}`}
              prefetch={false}
              className="underline underline-offset-2 pointer-coarse:py-2.5"
            >
              Operation
            </Link>
          )}
          {event.address && <span>from {event.address}</span>}
          {event.requestId && (
            <span className="whole-id text-faint">
              <span className="sr-only">request </span>
              {event.requestId}
            </span>
          )}
        </span>
      </div>
    </div>
  )
}
