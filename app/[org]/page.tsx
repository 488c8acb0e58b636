import { HydrationBoundary } from '@tanstack/react-query'
import { OverviewPage } from '@/components/overview/overview-page'
import { fencesQuery, overviewQuery } from '@/lib/client/api/org-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { listFences } from '@/lib/services/fences/fence-services'
import { getOverview } from '@/lib/services/orgs/get-overview'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const context = await pageContext(`/${org}`, org)
  const state = await prefetch([
    [overviewQuery(org).queryKey, () => invoke(getOverview, context, {})],
    [fencesQuery(org).queryKey, async () => (await invoke(listFences, context, {})).fences],
  ])
  return (
    <HydrationBoundary state={state}>
      <OverviewPage />
    </HydrationBoundary>
  )
}
