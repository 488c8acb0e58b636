import { HydrationBoundary } from '@tanstack/react-query'
import { AllOrgsPage } from '@/components/all-orgs/all-orgs-page'
import { orgStatesQuery } from '@/lib/client/api/all-orgs/org-states-query'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { listOrgStates } from '@/lib/services/orgs/list-org-states'
import { listOrgs } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'

export default async function Page() {
  const context = await pageContext('/orgs')
  return (
    <HydrationBoundary
      state={
        await prefetch([
          [orgStatesQuery().queryKey, () => invoke(listOrgStates, context, {})],
          [orgListQuery().queryKey, () => invoke(listOrgs, context, {})],
        ])
      }
    >
      <AllOrgsPage />
    </HydrationBoundary>
  )
}
