import { HydrationBoundary } from '@tanstack/react-query'
import { RecordPage } from '@/components/activity/record-page'
import { recordStatusQuery } from '@/lib/client/api/record-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { getRecordStatus } from '@/lib/services/audit/get-audit-proof'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const context = await pageContext(`/${org}/activity/record`, org)
  const entry = recordStatusQuery(org).queryKey
  return (
    <HydrationBoundary state={await prefetch([[entry, () => invoke(getRecordStatus, context, {})]])}>
      <RecordPage />
    </HydrationBoundary>
  )
}
