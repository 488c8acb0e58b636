import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { DeviceLink } from '@/components/ids/device-link'
import { Ago } from '@/components/time/ago'
import { decisionsQuery } from '@/lib/client/api/connect/decisions-query'
import { errorDetail } from '@/lib/client/api/error-detail'
import { authorityAtStart } from '@/lib/domain/authority-name'
import type { FoundDecision, FoundDecisions } from '@/lib/domain/wire/decisions'

/** What was decided under one request id. */
export function RequestHit({ org, requestId }: { org: string; requestId: string }) {
  const { data, error } = useQuery(decisionsQuery(org, { requestId }))
  const [decision] = data?.offered ? data.decisions : []
  return (
    <li className="flex flex-col gap-1 rounded-box border px-3 py-2.5">
      <p className="mono text-small wrap-anywhere text-soft">{requestId}</p>
      {!data && !error && <p className="text-soft">Looking it up…</p>}
      {error && <p role="alert">{errorDetail(error)}</p>}
      {data && !decision && <p>{notFound(data)}</p>}
      {decision && <DecisionLines org={org} decision={decision} />}
    </li>
  )
}

/** One decision: whose, what, when, and the stop behind it. */
export function DecisionLines({ org, decision }: { org: string; decision: FoundDecision }) {
  const { deviceId, deviceIdCut, device, allowed, code, call, at, stops } = decision
  return (
    <>
      <p className="wrap-anywhere">
        {allowed ? 'Allowed' : 'Denied'} with <span className="mono">{code}</span>
        {call && `, at a ${call}`}
        {at && (
          <>
            , <Ago at={at} />
          </>
        )}
        .
      </p>
      {deviceId !== undefined && (
        <p className="wrap-anywhere">
          {device ? <DeviceLink org={org} deviceId={deviceId} /> : <span className="mono">{deviceId}</span>}
          {deviceIdCut && '…'}
          {!device && ' is not registered now.'}
        </p>
      )}
      {stops.map(({ kind, operationId, by, since, reason, releasedAt }) => (
        <p key={`${operationId} ${since}`} className="wrap-anywhere text-soft">
          {kind === 'disable' ? 'The whole org was stopped' : 'It was held'} by <bdi>{by.name}</bdi>, <Ago at={since} />
          {releasedAt && (
            <>
              , and not any more since <Ago at={releasedAt} />
            </>
          )}
          {reason && <>: “{reason}”</>}.{' '}
          {operationId && (
            <Link
              href={`/${org}/operations/${operationId}`}
              prefetch={false}
              className="touch inline-flex items-center underline underline-offset-2"
            >
              Open the operation
            </Link>
          )}
        </p>
      ))}
    </>
  )
}

/** Why there is no decision to show, and what that means. */
function notFound(found: FoundDecisions): string {
  if (!found.offered)
    return `${authorityAtStart(found.authority)} does not offer past decisions. Look at the device of that log instead: its panel says why it is denied.`
  const max = found.keptMax?.toLocaleString('en') ?? 'newest'
  return `Not found. This authority keeps its ${max} newest decisions in memory until it is restarted; a request that never reached it, or came with a wrong key, is not among them.`
}
