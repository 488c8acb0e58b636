'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { FenceNote } from '@/components/fences/fence-note'
import { useOrgSlug } from '@/components/org/use-org'
import { ReasonForm } from '@/components/review/reason-form'
import { Confirmations } from '@/components/stop/confirmations'
import { StopDeviceLines } from '@/components/stop/stop-device-lines'
import { StopStatusNote } from '@/components/stop/stop-status-note'
import { CopySummaryButton } from '@/components/timeline/copy-summary-button'
import { IncidentCard } from '@/components/timeline/incident-card'
import { ReachedLine } from '@/components/timeline/reached-line'
import { RecordCard } from '@/components/timeline/record-card'
import { Card } from '@/components/ui/card'
import { DetailsFold } from '@/components/ui/details-fold'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { isOpen } from '@/lib/client/api/is-open'
import { operationProgressQuery, operationQuery } from '@/lib/client/api/operation-queries'
import { dismissToastsTo } from '@/lib/client/state/toasts'
import { isStop } from '@/lib/domain/operation'
import { DEVICE_STOP_STATES, type StopStatus } from '@/lib/domain/stop'
import type { OperationDetail } from '@/lib/domain/wire/operations'
import { NewerMatchesNote } from './newer-matches-note'
import { OperationActions } from './operation-actions'
import { OperationHeadline, OperationTitle } from './operation-headline'
import { OperationItems } from './operation-items'
import { EndedBy } from './operation-link'
import { OperationProgress } from './operation-progress'
import { OperationStatusNote } from './operation-status-note'
import { OperationSummary } from './operation-summary'
import { ScheduledNote } from './scheduled-note'

/** Devices under a stop in force, whatever is known of them. */
const UNDER_STOP = `stop:${DEVICE_STOP_STATES.join(',')}`

/** What a stop came to is known after these too. */
const LIFTED: readonly StopStatus[] = ['lifted', 'lifted-elsewhere']

/** One act: its state, what it did to each device, who asked for it and why, and how to take it back. */
export function OperationPage({ id }: { id: string }) {
  const org = useOrgSlug()
  const { data, error, isPending, refetch } = useQuery(operationQuery(org, id))
  // This page says what the result says, and newer; on a phone the result would lie over the buttons of a dialog.
  useEffect(() => dismissToastsTo(`/${org}/operations/${id}`), [org, id])
  if (isPending) return <Skeleton rows={10} label="Loading the operation" />
  if (!data) return <FailureNotice what="The operation" error={error} retry={refetch} missing="No such operation" />
  return <Loaded detail={data} error={error} />
}

function Loaded({
  detail: { operation, audit, stopDevices },
  error,
}: {
  detail: OperationDetail
  error: Error | null
}) {
  const { org, id } = operation
  const { data: progress } = useQuery({
    ...operationProgressQuery(org, id, operation.state !== 'finished'),
    enabled: operation.total > 0,
  })
  return (
    <PageBody
      title={<OperationTitle operation={operation} />}
      aside={
        <>
          <CopySummaryButton operation={operation} progress={progress} />
          <OperationActions operation={operation} progress={progress} />
        </>
      }
    >
      <Link
        href={`/${org}/operations`}
        prefetch={false}
        className="order-first self-start text-small text-soft underline underline-offset-2 pointer-coarse:py-2"
      >
        Operations
      </Link>
      {error && <OldDataNote error={error} />}
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="flex min-w-0 flex-col gap-3">
          <Card>
            <div className="flex flex-col gap-4 p-4">
              <OperationHeadline operation={operation} progress={progress} />
              <EndedBy operation={operation} />
              {operation.stop && LIFTED.includes(operation.stop.status) && <ReachedLine operation={operation} />}
              <OperationProgress operation={operation} progress={progress} />
              <FenceNote operation={operation} />
              <ScheduledNote operation={operation} />
              <OperationStatusNote operation={operation} progress={progress} audit={audit} />
              <StopStatusNote operation={operation} />
              {operation.stop?.status === 'accepted' && !(operation.fence && operation.total === 0) && (
                <Confirmations counts={operation.stop.counts} expected={stopDevices?.expected} />
              )}
              {operation.kind === 'disable' && operation.stop?.status === 'accepted' && (
                // A stop of the whole org has no list of its own: it is of whatever is active.
                <Link
                  href={`/${org}/devices?q=${encodeURIComponent(UNDER_STOP)}`}
                  prefetch={false}
                  className="self-start underline underline-offset-2 pointer-coarse:py-2.5"
                >
                  Show its devices
                </Link>
              )}
              <StopDeviceLines org={org} devices={stopDevices} />
              <NewerMatchesNote operation={operation} />
            </div>
            <DetailsFold key={id}>
              <OperationSummary operation={operation} />
            </DetailsFold>
          </Card>
          {operation.total > 0 && <OperationItems operation={operation} live={isOpen(operation)} />}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <Card title="Reason">
            <div className="px-4 pb-4">
              <ReasonForm operation={operation} />
            </div>
          </Card>
          {/* The line of a stop is its record, with the denials among the events. */}
          {isStop(operation.kind) ? <IncidentCard operation={operation} /> : <RecordCard audit={audit} />}
        </div>
      </div>
    </PageBody>
  )
}
