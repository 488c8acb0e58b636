'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { FencesCard } from '@/components/fences/fences-card'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { overviewQuery } from '@/lib/client/api/org-queries'
import type { Overview } from '@/lib/domain/wire/overview'
import { ExecutionCard } from './execution-card'
import { FleetGrid } from './fleet-grid'
import { LastOperations } from './last-operations'
import { RecentChart } from './recent-chart'
import { SlowestDevices } from './slowest-devices'

/** Is it running, how much of the cap is used, where, and who would notice a stop last. */
export function OverviewPage() {
  const org = useOrgSlug()
  const { data, error, isPending, refetch } = useQuery(overviewQuery(org))
  const { data: live } = useOrgState()
  if (isPending) return <Skeleton rows={12} label="Loading the overview" />
  if (!data) return <FailureNotice what="The overview" error={error} retry={refetch} />
  // One truth on the page: the same state as in the shell, which is the newest there is.
  const state = live ?? data.state
  return (
    <PageBody title={`Overview of ${org}`} silent>
      <ExecutionCard state={state} />
      <FencesCard state={state} />
      {state.counts?.total === 0 ? <NoFleet overview={data} /> : <FleetGrid state={state} grid={data.grid} />}
      <div className="grid gap-3 lg:grid-cols-2">
        <RecentChart recent={data.recent} now={state.counts?.allowed} />
        <SlowestDevices org={org} devices={data.slowAskers} reading={state.reading} />
      </div>
      <LastOperations org={org} operations={data.operations} />
    </PageBody>
  )
}

function NoFleet({ overview }: { overview: Overview }) {
  const { org, authority } = overview.state
  return (
    <Card>
      <Notice
        title="No device is registered yet"
        action={
          <Link href={`/${org.slug}/devices`} prefetch={false} className={buttonClass()}>
            Register a device
          </Link>
        }
      >
        {authority.kind === 'embedded' ? (
          <>
            To see a fleet at work, start one beside the console:{' '}
            <code className="mono text-ink">npm run fleet -- --count 25 --base-url {authority.url}</code>
          </>
        ) : (
          <>Agents appear here when they register at {authority.url}.</>
        )}
      </Notice>
    </Card>
  )
}
