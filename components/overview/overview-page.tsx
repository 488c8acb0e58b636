'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { FencesCard } from '@/components/fences/fences-card'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { PageBody } from '@/components/ui/page-body'
import { fencesQuery, overviewQuery } from '@/lib/client/api/org-queries'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { Overview } from '@/lib/domain/wire/overview'
import { attentionOf } from './attention'
import { AttentionList } from './attention-list'
import { ChangesCard } from './changes-card'
import { EmptyOrg } from './empty-org'
import { FleetGrid } from './fleet-grid'
import { LastOperations } from './last-operations'
import { NumbersCard } from './numbers-card'
import { OverviewSkeleton } from './overview-skeleton'
import { RecentChart } from './recent-chart'
import { SlowestDevices } from './slowest-devices'

/** What runs under this org's name, how close to the cap, since when; before all that, what needs a person. */
export function OverviewPage() {
  const org = useOrgSlug()
  const { data, error, isPending, refetch } = useQuery(overviewQuery(org))
  const { data: live } = useOrgState()
  const { data: fences } = useQuery(fencesQuery(org))
  if (isPending) return <OverviewSkeleton />
  if (!data) return <FailureNotice what="The overview" error={error} retry={refetch} />
  // One truth on the page: the same state as in the shell, which is the newest there is.
  const state = live ?? data.state
  const isFenced = fences?.some((fence) => fence.endedAt === null) ?? false
  const isEmpty = state.counts?.total === 0
  const fencesCard = !(isEmpty && fences?.length === 0) && <FencesCard state={state} />
  return (
    <PageBody title={`Overview of ${org}`} silent>
      <AttentionList items={attentionOf(state, data)} />
      {isEmpty ? (
        <>
          <EmptyOrg state={state} />
          <ChangesCard changes={data.changes} />
        </>
      ) : (
        <Fleet state={state} overview={data} fences={isFenced && fencesCard} />
      )}
      {data.operations.length > 0 && <LastOperations org={org} operations={data.operations} />}
      {(isEmpty || !isFenced) && fencesCard}
    </PageBody>
  )
}

/** `fences`: those in force, which explain what the numbers show; a fence that is due is said above them all. */
function Fleet({ state, overview, fences }: { state: OrgState; overview: Overview; fences: ReactNode }) {
  return (
    <>
      <NumbersCard state={state} />
      {state.counts && <FleetGrid state={state} grid={overview.grid} />}
      {fences}
      <ChangesCard changes={overview.changes} />
      {/* As high as its skeleton, however few rows there are: a list that empties moves nothing below it. */}
      <div className="grid gap-3 lg:min-h-[322px] lg:grid-cols-2">
        <RecentChart recent={overview.recent} at={overview.state.at} now={state.counts?.allowed} />
        {state.counts && <SlowestDevices org={state.org.slug} devices={overview.slowAskers} reading={state.reading} />}
      </div>
    </>
  )
}
