'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { EventLine } from '@/components/activity/event-line'
import { useOrgSlug } from '@/components/stop/use-org'
import { Card } from '@/components/ui/card'
import { FailureNotice } from '@/components/ui/failure-notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { isOpen } from '@/lib/client/is-open'
import { operationQuery } from '@/lib/client/operation-queries'
import { isOrgWide, isStop } from '@/lib/domain/operation'
import { IncidentCard } from './incident-card'
import { OperationActions } from './operation-actions'
import { OperationItems } from './operation-items'
import { OperationProgress } from './operation-progress'
import { OperationSummary } from './operation-summary'
import { operationResult, operationTitle } from './operation-words'
import { ReasonForm } from './reason-form'
import { StopEvidence } from './stop-evidence'

/** One act: how it stands, what it did to each device, who asked for it and why, and how to take it back. */
export function OperationPage({ id }: { id: string }) {
  const org = useOrgSlug()
  const { data, error, isPending, refetch } = useQuery(operationQuery(org, id))
  if (isPending) return <Skeleton rows={10} label="Loading the operation" />
  if (!data) return <FailureNotice what="The operation" error={error} retry={refetch} />
  const { operation, audit } = data
  const result = operationResult(operation)
  const headline = operation.stop && operation.kind === 'disable' ? result.text : operationTitle(operation)
  return (
    <PageBody
      title={<span className={result.tone === 'stop' ? 'text-stop' : ''}>{headline}</span>}
      aside={<OperationActions operation={operation} />}
    >
      <Link
        href={`/${org}/operations`}
        prefetch={false}
        className="order-first self-start text-[13px] text-soft underline underline-offset-2 pointer-coarse:py-2"
      >
        Operations
      </Link>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="flex min-w-0 flex-col gap-3">
          <Card>
            <div className="flex flex-col gap-4 p-4">
              <OperationProgress operation={operation} />
              {operation.stop?.status === 'accepted' && <StopEvidence counts={operation.stop.counts} />}
              <OperationSummary operation={operation} />
            </div>
          </Card>
          {!isOrgWide(operation.kind) || operation.total > 0 ? (
            <OperationItems operation={operation} live={isOpen(operation)} />
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <Card title="Reason">
            <div className="px-4 pb-4">
              <ReasonForm operation={operation} />
            </div>
          </Card>
          {isStop(operation.kind) ? (
            <IncidentCard operation={operation} />
          ) : (
            <Card title="Record">
              <ol className="flex flex-col gap-2.5 px-4 pb-4">
                {audit.map((event) => (
                  <li key={event.id}>
                    <EventLine event={event} org={org} here={id} />
                  </li>
                ))}
              </ol>
            </Card>
          )}
        </div>
      </div>
    </PageBody>
  )
}
