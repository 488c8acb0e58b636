import { HydrationBoundary } from '@tanstack/react-query'
import { UsagePage } from '@/components/usage/usage-page'
import { firstParams, pageAddress } from '@/lib/client/api/page-address'
import { headroomQuery, readUsageView, usageQuery } from '@/lib/client/api/usage-query'
import { pageContext, prefetch } from '@/lib/server/page'
import { invoke } from '@/lib/services/service'
import { getHeadroom } from '@/lib/services/usage/get-headroom'
import { getUsage } from '@/lib/services/usage/get-usage'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  const search = await searchParams
  const context = await pageContext(pageAddress(`/${org}/usage`, search), org)
  const given = firstParams(search)
  const view = readUsageView((name) => given[name])
  return (
    <HydrationBoundary
      state={
        await prefetch([
          [headroomQuery(org).queryKey, () => invoke(getHeadroom, context, {})],
          [usageQuery(org, view).queryKey, () => invoke(getUsage, context, view)],
        ])
      }
    >
      <UsagePage />
    </HydrationBoundary>
  )
}
