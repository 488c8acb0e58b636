import Link from 'next/link'
import { Isolates } from '@/components/ids/isolated'
import { Ago } from '@/components/time/ago'
import { localTimes } from '@/lib/client/format/local-times'
import { useZone } from '@/lib/client/state/preferences'
import type { AuditEvent } from '@/lib/domain/audit'
import { auditSentence } from '@/lib/domain/audit-sentence'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'

/** One event of the record: who, what, when; why and from where when it is known. `here` is the operation whose page this is. */
export function EventLine({ event, org, here }: { event: AuditEvent; org: string; here?: string }) {
  const zone = useZone()
  const operationId = 'operationId' in event.data ? event.data.operationId : null
  return (
    <div className="flex flex-col">
      <p className="wrap-anywhere">
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
      <p className="flex flex-wrap items-center gap-x-2 text-small text-soft">
        <Ago at={event.at} />
        {operationId && operationId !== here && (
          <Link
            href={`/${org}/operations/${operationId}`}
            prefetch={false}
            className="underline underline-offset-2 pointer-coarse:py-2.5"
          >
            Operation
          </Link>
        )}
        {event.address && <span>from {event.address}</span>}
        {event.requestId && <span className="whole-id text-faint">{event.requestId}</span>}
      </p>
    </div>
  )
}
