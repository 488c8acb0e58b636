import { HydrationBoundary } from '@tanstack/react-query'
import { OverviewPage } from '@/components/overview/overview-page'
import { overviewQuery } from '@/lib/client/org-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { getOverview } from '@/lib/services/overview/get-overview'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const context = await pageContext(`/${org}`, org)
  return (
    <HydrationBoundary state={await prefetch([[overviewQuery(org).queryKey, () => invoke(getOverview, context, {})]])}>
      <OverviewPage />
    </HydrationBoundary>
  )
}
