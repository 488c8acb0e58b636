import { HydrationBoundary } from '@tanstack/react-query'
import { NewOrgPage } from '@/components/org-settings/new-org-page'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { listOrgs } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'

export default async function Page() {
  const context = await pageContext('/orgs/new')
  return (
    <HydrationBoundary state={await prefetch([[orgListQuery().queryKey, () => invoke(listOrgs, context, {})]])}>
      <NewOrgPage />
    </HydrationBoundary>
  )
}
