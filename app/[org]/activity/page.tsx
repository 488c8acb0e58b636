import { HydrationBoundary } from '@tanstack/react-query'
import { ActivityPage } from '@/components/activity/activity-page'
import { readFilters } from '@/components/activity/read-filters'
import { activityQuery } from '@/lib/client/api/activity-query'
import { firstParams, pageAddress } from '@/lib/client/api/page-address'
import { pageContext, prefetch } from '@/lib/server/page'
import { listActivity } from '@/lib/services/audit/list-activity'
import { invoke } from '@/lib/services/service'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  const search = await searchParams
  const context = await pageContext(pageAddress(`/${org}/activity`, search), org)
  const filters = readFilters(new URLSearchParams(firstParams(search)))
  const first = async () => ({ pages: [await invoke(listActivity, context, filters)], pageParams: [null] })
  return (
    <HydrationBoundary state={await prefetch([[activityQuery(org, filters).queryKey, first]])}>
      <ActivityPage />
    </HydrationBoundary>
  )
}
