'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { DeviceDiagnosis } from '@/components/device-panel/diagnosis/device-diagnosis'
import { IdText } from '@/components/ids/id-text'
import { WrongKeys } from '@/components/keys/agent/wrong-keys'
import { authoritySkewMs } from '@/components/org/authority-skew'
import { may, useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { deviceQuery } from '@/lib/client/api/device-queries'
import { errorDetail, isNotFound } from '@/lib/client/api/error-detail'
import { pollIntervalMs } from '@/lib/client/api/poll-interval'
import { useNow } from '@/lib/client/state/use-now'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { DeviceDetail } from '@/lib/domain/wire/devices'
import { Milestone } from './milestone'
import { NewerIds } from './newer-ids'
import { Rehearsal } from './rehearsal'

const LOOK_EVERY_MS = 1_000

/** So long a start takes at most; after it the likeliest cause is named. */
const CAUSE_AFTER_MS = 60_000

const LATE = 'Nothing arrived for a minute. The likeliest cause:'

/** Until it is registered, and then where the authority reports validates at all. */
const isAwaited = (detail: DeviceDetail | undefined): boolean =>
  detail === undefined || detail.device.lastValidatedAt === null

/** Watches one id from before it is registered until its stop was rehearsed. With another id it is to be drawn anew, by its key. */
export function FirstSeen({ org, id }: { org: string; id: string }) {
  const query = useQuery({ ...deviceQuery(org, id), refetchInterval: () => pollIntervalMs(LOOK_EVERY_MS) })
  const { data: state } = useOrgState()
  const now = useNow()
  const [since] = useState(now)
  const detail = isNotFound(query.error) ? undefined : query.data
  const isSeen = detail?.device.lastValidatedAt != null
  // An authority that reports no validate shows that it is registered, and no more.
  const isReported = detail?.device.lastValidatedAt !== undefined
  const isLate = !isSeen && isAwaited(detail) && now - since >= CAUSE_AFTER_MS
  return (
    <Card title="Watch it arrive" aside={<IdText id={id} />}>
      <div className="flex flex-col gap-4 px-4 pb-4">
        <p role="status" className="sr-only">
          {isSeen ? 'It validates.' : isLate ? LATE : detail ? 'It is registered.' : ''}
        </p>
        {query.error && !isNotFound(query.error) && (
          <p role="alert" className="text-wait">
            {errorDetail(query.error)} It goes on looking.
          </p>
        )}
        <ol className="flex flex-col gap-3">
          <Milestone state={detail ? 'done' : 'next'} title={detail ? 'Registered' : 'Waiting for it to register'}>
            {detail?.device.createdAt ? (
              <Ago at={detail.device.createdAt} skewMs={authoritySkewMs(detail.reading)} />
            ) : (
              !detail && 'Start the agent with the files above. It registers this id itself.'
            )}
          </Milestone>
          <Milestone
            state={isSeen ? 'done' : detail ? 'next' : 'later'}
            title={isSeen ? 'It validates' : detail ? 'Waiting for its first validate' : 'First validate'}
          >
            {detail && isSeen && <Arrived detail={detail} />}
            {detail && !isReported && 'This authority does not report validates. Look at the agent’s own log.'}
          </Milestone>
          {isLate && (
            <li className="flex flex-col gap-3">
              <p className="font-medium">{LATE}</p>
              <DeviceDiagnosis org={org} id={id} initial="denied" />
              <NewerIds org={org} id={id} since={since} />
              {may(state, 'administer') && <WrongKeys org={org} />}
            </li>
          )}
          {detail && isSeen ? (
            <Rehearsal org={org} detail={detail} />
          ) : (
            <Milestone state="later" title="Rehearse its stop" />
          )}
        </ol>
      </div>
    </Card>
  )
}

function Arrived({ detail: { device, reading } }: { detail: DeviceDetail }) {
  const { lastDecision, lastValidatedAt, rhythm } = device
  return (
    <span className="wrap-anywhere">
      {lastDecision && (
        <>
          Answered <span className="mono">{lastDecision.code}</span>
          {', '}
        </>
      )}
      {lastValidatedAt && <Ago at={lastValidatedAt} skewMs={authoritySkewMs(reading)} />}
      {lastDecision?.requestId && <>, request id {lastDecision.requestId}</>}
      {rhythm && <>. It asks every {formatSpacing(rhythm.medianMs)}: so long a stop takes to reach it</>}.
    </span>
  )
}
